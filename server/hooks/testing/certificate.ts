/**
 * A certificate for `hooks.example` that nobody trusts, and its key, for tests of TLS.
 *
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500
 *   -subj /CN=hooks.example -addext subjectAltName=DNS:hooks.example -keyout key.pem -out certificate.pem
 * @module
 */

export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBoTCCAUegAwIBAgIUENq3gd1vgtCyCxMKfj/ZOfOh+q4wCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNaG9va3MuZXhhbXBsZTAgFw0yNjExMjExMTE0MDdaGA8yMTI2
MTAyODExMTQwN1owGDEWMBQGA1UEAwwNaG9va3MuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABAKvoWBRD1dLAVQGukQHaCfX1VRX9Fpv2SKaqJ8+gHLs
g6aYutZkppHkotiQl152ZGgIv93QywwZ07humQHH5lmjbTBrMB0GA1UdDgQWBBSJ
PMv0Pn07uw1yxrRKHmGm6FI4kjAfBgNVHSMEGDAWgBSJPMv0Pn07uw1yxrRKHmGm
6FI4kjAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDWhvb2tzLmV4YW1wbGUw
CgYIKoZIzj0EAwIDSAAwRQIhAPJtSuml8H4Cj7eihSRiyxvnpZy4ByTHy6qZ0lmn
5lsRAiAhtzkmGC0KkUVzjViVjZsNMPvgVYdUfgyEdIiwQ3PmJQ==
-----END CERTIFICATE-----
`;

export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgV+C0mm6LgWyqe9z8
HNzmyL/nnx5L7g+xHhJOcTauKZahRANCAAQCr6FgUQ9XSwFUBrpEB2gn19VUV/Ra
b9kimqifPoBy7IOmmLrWZKaR5KLYkJdedmRoCL/d0MsMGdO4bpkBx+ZZ
-----END PRIVATE KEY-----
`;
