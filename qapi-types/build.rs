//! Makes the bundled bindings: of the schemas in `$QAPI_SCHEMA`, or of all
//! those in this repository; and those of the guest agent.

fn main() {
    #[cfg(feature = "bundled")]
    bundled::make();
    #[cfg(feature = "qga")]
    qga::make();
}

#[cfg(feature = "qga")]
mod qga {
    use std::env;
    use std::path::Path;

    use qapi_codegen::Builder;

    /// An agent tells no schema, so these are of QEMU's source.
    const SCHEMAS: [&str; 2] = [
        "../schemas/reference/qemu-ga-7.2.json",
        "../schemas/reference/qemu-ga-10.2.json",
    ];

    pub(super) fn make() {
        println!("cargo::rerun-if-changed=build.rs");
        let out = env::var_os("OUT_DIR").unwrap_or_default();
        Builder::of(SCHEMAS)
            .registry(cfg!(feature = "registry"))
            .schemars(cfg!(feature = "schemars"))
            .out(Path::new(&out).join("qga.rs"))
            .build();
    }
}

#[cfg(feature = "bundled")]
mod bundled {
    use std::env;
    use std::path::{Path, PathBuf};

    use qapi_codegen::Builder;

    const SCHEMAS: &str = "../schemas";

    pub(super) fn make() {
        println!("cargo::rerun-if-env-changed=QAPI_SCHEMA");
        println!("cargo::rerun-if-changed=build.rs");
        let given = env::var_os("QAPI_SCHEMA").filter(|paths| !paths.is_empty());
        let schemas = match given {
            Some(paths) => env::split_paths(&paths).map(absolute).collect(),
            None => in_repository(),
        };
        Builder::of(schemas)
            .registry(cfg!(feature = "registry"))
            .schemars(cfg!(feature = "schemars"))
            .build();
    }

    /// Build scripts run in their package, not where cargo was called.
    fn absolute(path: PathBuf) -> PathBuf {
        if path.is_relative() {
            fail(&format!(
                "`{}` in `QAPI_SCHEMA` is relative: give absolute paths",
                path.display()
            ));
        }
        path
    }

    fn in_repository() -> Vec<PathBuf> {
        println!("cargo::rerun-if-changed={SCHEMAS}");
        let folder = match Path::new(SCHEMAS).read_dir() {
            Ok(folder) => folder,
            Err(error) => fail(&format!("cannot read `{SCHEMAS}`: {error}")),
        };
        let files = folder.filter_map(|entry| Some(entry.ok()?.path()));
        let json = |path: &PathBuf| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        };
        files.filter(json).collect()
    }

    fn fail(message: &str) -> ! {
        println!("cargo::error={message}");
        std::process::exit(1);
    }
}
