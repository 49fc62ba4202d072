fn main() {
    qapi_codegen::Builder::new("../../../schemas/qemu-11.1-x86_64.json").build();
}
