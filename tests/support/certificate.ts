/**
 * A certificate for `localhost`, and its key, for tests of TLS.
 *
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500
 *   -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout key.pem -out certificate.pem
 * @module
 */

export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUSQz5ajhT9mtHWdEFW7LLayTBG1AwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyODA2NDYzN1oYDzIxMjYxMTA0
MDY0NjM3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARW687J/k0UAksX3GDoUbskVqgO4qxWM1XMEEDlWh2eQew13SMODVdG
mSElEqPs7u1E9arNoZ2COwEM7aAg78rso28wbTAdBgNVHQ4EFgQUJfmvp/PBTXg4
V9ojuZxhTttioJ0wHwYDVR0jBBgwFoAUJfmvp/PBTXg4V9ojuZxhTttioJ0wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAMUoxELYtRsq3lUu9iXp6nP72zIjBmnewdyzHDd57/GIAiEA
lqSRfmCFFVeSSfLAVWXSOllmLJATaZ4B2Q2TWA5jNJI=
-----END CERTIFICATE-----
`;

export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/FztPnYSK5/Fj6LT
IfDJrkJw2ec9AljiVxuOFHdhgCWhRANCAARW687J/k0UAksX3GDoUbskVqgO4qxW
M1XMEEDlWh2eQew13SMODVdGmSElEqPs7u1E9arNoZ2COwEM7aAg78rs
-----END PRIVATE KEY-----
`;
