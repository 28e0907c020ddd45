#!/bin/sh
# Builds MediaMTX from its Go module: build.sh OUTPUT. Needs go and npm.
#
# Two files that upstream generates are absent from the module (VERSION, hls.min.js), and Go refuses an
# overlay inside its module cache; so the module is copied, completed and built through a replace directive
# in a copy of our go.mod. hls.js is the version that MediaMTX names.
set -eu
version=v1.20.0
hls_js=1.6.16
here=$(cd "$(dirname "$0")" && pwd)
output=$1
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cp "$here/go.mod" "$here/go.sum" "$work/"
cd "$work"
go mod download github.com/bluenviron/mediamtx
source=$(go list -m -f '{{.Dir}}' github.com/bluenviron/mediamtx)
cp -r "$source" mediamtx
chmod -R u+w mediamtx
printf %s "$version" > mediamtx/internal/core/VERSION
(mkdir hls && cd hls && npm pack --silent "hls.js@$hls_js" > /dev/null && tar -xzf "hls.js-$hls_js.tgz" package/dist/hls.min.js)
cp hls/package/dist/hls.min.js mediamtx/internal/servers/hls/hls.min.js
go mod edit -replace github.com/bluenviron/mediamtx=./mediamtx
CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$work/mediamtx.bin" github.com/bluenviron/mediamtx
mkdir -p "$(dirname "$output")"
mv "$work/mediamtx.bin" "$output.new"
mv "$output.new" "$output"
