# Installs Parley for this user on Windows: downloads the programs, verifies their checksums, and only then
# puts them into place.
#
#   .\install.ps1                 both programs
#   .\install.ps1 parley          the terminal client alone
#
# PARLEY_RELEASE   where the release's files are (a URL)
# PARLEY_VERSION   its version
# PARLEY_FOLDER    where the programs go; %LOCALAPPDATA%\Parley if not set
$ErrorActionPreference = "Stop"
$ProgressPreference = "SilentlyContinue"

# A release fills these two in.
$release = $env:PARLEY_RELEASE
$version = $env:PARLEY_VERSION

if (-not $release -or -not $version) {
  throw "Expected PARLEY_RELEASE, the URL of a release's files, and PARLEY_VERSION, its version."
}
if (-not [Environment]::Is64BitOperatingSystem) { throw "There are programs for 64-bit Windows only." }
$folder = if ($env:PARLEY_FOLDER) { $env:PARLEY_FOLDER } else { Join-Path $env:LOCALAPPDATA "Parley" }
$programs = if ($args.Count -gt 0) { $args } else { @("parley", "parley-server") }
foreach ($program in $programs) {
  if ($program -notin @("parley", "parley-server")) {
    throw "There is no program $program; expected parley or parley-server."
  }
}

$work = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
New-Item -ItemType Directory $work | Out-Null
try {
  Invoke-WebRequest -UseBasicParsing "$release/SHA256SUMS" -OutFile (Join-Path $work "SHA256SUMS")
  $sums = @{}
  foreach ($line in Get-Content (Join-Path $work "SHA256SUMS")) {
    $sum, $name = $line -split "  ", 2
    $sums[$name] = $sum
  }
  foreach ($program in $programs) {
    $file = "$program-$version-windows-x86_64.exe.gz"
    if (-not $sums[$file]) { throw "The release has no checksum of $file. Nothing was installed." }
    Write-Host "Downloading $file ..."
    $packed = Join-Path $work $file
    Invoke-WebRequest -UseBasicParsing "$release/$file" -OutFile $packed
    $found = (Get-FileHash -Algorithm SHA256 $packed).Hash
    if ($found -ne $sums[$file]) {
      throw "$file is not what the release says: expected SHA-256 $($sums[$file]), found $found. Nothing was installed."
    }
    $from = New-Object IO.Compression.GZipStream([IO.File]::OpenRead($packed), [IO.Compression.CompressionMode]::Decompress)
    $to = [IO.File]::Create((Join-Path $work "$program.exe"))
    try { $from.CopyTo($to) } finally { $to.Dispose(); $from.Dispose() }
    & (Join-Path $work "$program.exe") --version | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "$program doesn't start on this system. Nothing was installed." }
  }
  New-Item -ItemType Directory -Force $folder | Out-Null
  foreach ($program in $programs) {
    $path = Join-Path $folder "$program.exe"
    # A program that runs can be renamed, but not written over.
    if (Test-Path $path) { Move-Item -Force $path "$path.old" }
    Move-Item -Force (Join-Path $work "$program.exe") $path
    Write-Host "$path $(& $path --version)"
  }
} finally {
  Remove-Item -Recurse -Force $work
}
if (($env:PATH -split ";") -notcontains $folder) {
  Write-Host "$folder is not in your PATH. Add it: `$env:PATH += `";$folder`""
}
