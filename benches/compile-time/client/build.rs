fn main() {
    qapi_codegen::Builder::new("../../../schemas/qemu-11.1-x86_64.json")
        .select([
            "query-version",
            "query-status",
            "query-jobs",
            "stop",
            "cont",
            "quit",
            "blockdev-add",
            "blockdev-del",
            "device_add",
            "device_del",
        ])
        .build();
}
