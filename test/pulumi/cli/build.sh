#!/bin/sh
# Builds the Pulumi CLI of go.mod into a file: build.sh FILE. Says on standard error which packages it has compiled.
#
# For how soon it is there, not for how fast it is: without optimizations, without what debuggers need, without C, and
# without the module by which Google's storage speaks gRPC, which no test needs. That halves the work.
set -eu
cd "$(dirname "$0")/.."
module=github.com/pulumi/pulumi
version=$(sed -n "s|^.*$module/pkg/v3 \(v[^ ]*\).*|\1|p" go.mod)
CGO_ENABLED=0 GOGC=400 exec go build -v -o "$1" \
  -tags disable_grpc_modules \
  -gcflags 'all=-N -l -dwarf=false' \
  -ldflags "-s -w -X $module/sdk/v3/go/common/version.Version=$version" \
  "$module/pkg/v3/cmd/pulumi"
