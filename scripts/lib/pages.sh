# shellcheck shell=bash
# The pages' wasm: compiled for the browser, shrunk, named after its content and compressed, in $TARGET/site, where
# bank-web looks for it. Where it cannot be made the pages are served without it, so nothing here ends a script.

PAGES="$TARGET/site"
WASM_TOOLS="$TARGET/tools"
BINARYEN_VERSION=132.0.0
# What the compiler uses by itself; all of them would need newer browsers than there are.
WASM_FEATURES=(--enable-bulk-memory --enable-bulk-memory-opt --enable-multivalue --enable-mutable-globals
    --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext)

# Compiles only when what it is made of has changed.
build_pages() {
    local stamp started=$SECONDS
    stamp=$(pages_stamp)
    [[ $(cat "$PAGES/stamp" 2>/dev/null) == "$stamp" ]] && return 0
    say "building the pages' wasm (the first time takes minutes) …"
    if make_pages >"$RUN/pages.log" 2>&1; then
        echo "$stamp" >"$PAGES/stamp"
        say "pages' wasm: $(du -bc "$PAGES"/*.wasm.br | tail -n 1 | cut -f1) bytes compressed, in $((SECONDS - started)) s"
    else
        rm -rf "$PAGES"
        say "the pages' wasm could not be built (.run/pages.log says why): pages are served without it"
    fi
}

# The wasm is linked by one processor alone, so it is made beside the services, which have the other meanwhile. What it
# says comes afterwards.
build_services_and_pages() {
    local said=$RUN/pages.said pages
    (build_pages) >"$said" 2>&1 &
    pages=$!
    trap 'kill "$pages" 2>/dev/null || true' EXIT
    build_services
    trap - EXIT
    kill -0 "$pages" 2>/dev/null && say "the pages' wasm is not ready yet …"
    wait "$pages" || true
    cat "$said"
}

pages_stamp() {
    (cd "$ROOT" && find bank-web/{src,art} bank-web/Cargo.toml crates/pix/src Cargo.lock scripts/lib/pages.sh -type f |
        sort | xargs cat) | fingerprint
}

make_pages() {
    local wasm=$TARGET/wasm32-unknown-unknown/pages/bank_web.wasm new=$PAGES.new
    rm -rf "$new" "$PAGES"
    mkdir -p "$new" "$WASM_TOOLS" &&
        compile_wasm &&
        install_wasm_bindgen &&
        "$WASM_TOOLS/bin/wasm-bindgen" --target web --no-typescript --out-dir "$new" --out-name bank-web "$wasm" &&
        npm install --silent --no-save --prefix "$WASM_TOOLS" "binaryen@$BINARYEN_VERSION" &&
        "$WASM_TOOLS/node_modules/.bin/wasm-opt" -Oz "${WASM_FEATURES[@]}" "$new/bank-web_bg.wasm" -o "$new/bank-web.wasm" &&
        rm "$new/bank-web_bg.wasm" &&
        node "$ROOT/scripts/lib/pages.mjs" "$new" &&
        mv "$new" "$PAGES"
}

# With rustup's own target; else with Debian's compiler for the web, which brings the sources of the standard library.
compile_wasm() {
    local build=(rustc -p bank-web --lib --crate-type cdylib --no-default-features --features hydrate
        --target wasm32-unknown-unknown --profile pages)
    cd "$ROOT" || return
    if has_wasm_target || rustup target add wasm32-unknown-unknown; then
        cargo "${build[@]}"
    else
        install_packages rustc-web cargo-web rust-web-src
        local lld
        lld=$(rustc --print sysroot)/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld
        PATH="/usr/lib/rust-web/bin:$PATH" RUSTC=$(command -v rustc-web || echo /usr/lib/rust-web/bin/rustc) \
            RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$lld \
            cargo "${build[@]}" -Zbuild-std=std,panic_abort
    fi
}

has_wasm_target() { [[ -d $(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib ]]; }

# The tool and the library of the lock file must be of one version. It runs for two seconds, and to optimise it would take
# minutes.
install_wasm_bindgen() {
    local version
    version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' "$ROOT/Cargo.lock")
    [[ $("$WASM_TOOLS/bin/wasm-bindgen" --version 2>/dev/null) == "wasm-bindgen $version" ]] && return 0
    CARGO_TARGET_DIR=$WASM_TOOLS/build CARGO_PROFILE_DEV_DEBUG=none \
        cargo install --debug --force --bin wasm-bindgen --root "$WASM_TOOLS" "wasm-bindgen-cli@$version"
}
