use std::env;

/// One schema, unless `$COMPILE_TIME_SCHEMAS` lists others.
fn main() {
    println!("cargo::rerun-if-env-changed=COMPILE_TIME_SCHEMAS");
    let given = env::var_os("COMPILE_TIME_SCHEMAS");
    let schemas = given.unwrap_or_else(|| "../../../schemas/qemu-11.1-x86_64.json".into());
    qapi_codegen::Builder::of(env::split_paths(&schemas)).build();
}
