//! How long each stage takes: `cargo run [--release] --example stages -- DUMP [OUT]`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let schema = arguments.next().ok_or("expected the path of a dump")?;
    let out = arguments.next().unwrap_or_else(|| "/dev/null".into());
    for _ in 0..5 {
        let timings = qapi_codegen::Builder::new(&schema).out(&out).generate()?;
        #[expect(clippy::print_stdout, reason = "the output of an example")]
        {
            println!("{timings}");
        }
    }
    Ok(())
}
