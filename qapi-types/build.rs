//! Makes the bundled bindings: of `$QAPI_SCHEMA`, or of QEMU 10.0, whose
//! required members the neighbouring versions nearly all have.

fn main() {
    #[cfg(feature = "bundled")]
    {
        println!("cargo::rerun-if-env-changed=QAPI_SCHEMA");
        println!("cargo::rerun-if-changed=build.rs");
        let schema = std::env::var_os("QAPI_SCHEMA").filter(|path| !path.is_empty());
        let schema = schema.map(std::path::PathBuf::from);
        if let Some(path) = schema.as_ref().filter(|path| path.is_relative()) {
            // Build scripts run in their package, not where cargo was called.
            println!(
                "cargo::error=`QAPI_SCHEMA={}` is relative: give an absolute path",
                path.display()
            );
            std::process::exit(1);
        }
        let schema = schema.unwrap_or_else(|| "../schemas/qemu-10.0-x86_64.json".into());
        qapi_codegen::Builder::new(schema)
            .registry(cfg!(feature = "registry"))
            .build();
    }
}
