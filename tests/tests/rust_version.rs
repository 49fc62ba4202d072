//! The stated `rust-version` holds for what the workspace is built from. (Standard library items newer than it are
//! clippy's business: `incompatible_msrv`.)

#![expect(clippy::expect_used, reason = "a test says what is wrong by failing")]

use std::process::Command;

use serde_json::Value;

/// `1.88` and `1.88.0` as numbers that compare.
fn parsed(version: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = version
        .split('.')
        .map(|part| part.parse().expect("a rust-version is numbers and dots"))
        .collect();
    numbers.resize(3, 0);
    numbers
}

/// The target that this test was built for: only its dependencies are sure to be downloaded.
fn host() -> String {
    let output = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc runs");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host")
        .to_owned()
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--offline"])
        .args(["--filter-platform", &host()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

#[test]
fn no_dependency_wants_a_newer_rust_than_the_workspace_states() {
    let metadata = metadata();
    let members: Vec<&str> = metadata["workspace_members"]
        .as_array()
        .expect("members")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let packages = metadata["packages"].as_array().expect("packages");
    let (own, foreign): (Vec<&Value>, Vec<&Value>) = packages.iter().partition(|package| {
        package["id"]
            .as_str()
            .is_some_and(|id| members.contains(&id))
    });

    let stated = own
        .first()
        .and_then(|package| package["rust_version"].as_str())
        .expect("the workspace has members and they state a rust-version");
    for package in own {
        assert_eq!(package["rust_version"], stated, "{}", package["name"]);
    }
    let newer: Vec<String> = foreign
        .iter()
        .filter_map(|package| {
            let name = package["name"].as_str()?;
            let wanted = package["rust_version"].as_str()?;
            (parsed(wanted) > parsed(stated)).then(|| format!("{name} {wanted}"))
        })
        .collect();
    assert!(newer.is_empty(), "newer than {stated}: {newer:?}");
}
