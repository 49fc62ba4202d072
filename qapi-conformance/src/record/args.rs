//! Secrets in the arguments that a machine is started with.

use qapi_schema::Part;
use qapi_schema::secrets::secrets_in;
use serde_json::json;

/// The options that take what a command takes.
const COMMANDS: [(&str, &str); 5] = [
    ("blockdev", "blockdev-add"),
    ("chardev", "chardev-add"),
    ("device", "device_add"),
    ("netdev", "netdev_add"),
    ("object", "object-add"),
];

/// The secrets that are among these arguments, by the list of those in commands,
/// and what else is called like one.
pub(super) fn secrets_in_args(args: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let mut option = "";
    for arg in args {
        let own = arg.strip_prefix("--").and_then(|arg| arg.split_once('='));
        let (name, value) = own.unwrap_or((option, arg));
        option = arg.trim_start_matches('-');
        let command = COMMANDS.iter().find(|(option, _)| *option == name);
        let command = command.map_or("", |(_, command)| command);
        let secrets = |json: &str| secrets_in(command, Part::Arguments, json.as_bytes());
        match value.starts_with('{') {
            true => found.extend(secrets(value)),
            false => found.extend(pairs(value).flat_map(|(key, value)| {
                let pair = json!({ key: value });
                secrets(&pair.to_string())
            })),
        }
    }
    found
}

/// The keys of QEMU's `a=1,b.c=x,,y`, each without what it is in, and their values:
/// what is meant, and what is written, as errors quote it.
fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    const COMMA: &str = "\0";
    let text = text.replace(",,", COMMA);
    let pairs: Vec<_> = text
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        // `-vnc password=on` says that there is one.
        .filter(|(_, value)| !matches!(*value, "on" | "off"))
        .flat_map(|(key, value)| {
            let (_, key) = key.rsplit_once('.').unwrap_or(("", key));
            let mut values = vec![value.replace(COMMA, ","), value.replace(COMMA, ",,")];
            values.dedup();
            values.into_iter().map(|value| (key.to_owned(), value))
        })
        .collect();
    pairs.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_option_or_name() {
        for (args, secrets) in [
            ("-object secret,id=s0,data=hunter2", &["hunter2"][..]),
            ("--object secret,data=a,,b,id=s0", &["a,b", "a,,b"]),
            ("-object secret,data=,,,,,id=s0", &[",,", ",,,,"]),
            ("--object=secret,data=hunter2", &["hunter2"]),
            (
                r#"-object {"qom-type":"secret","data":"hunter2"}"#,
                &["hunter2"],
            ),
            ("-blockdev https,node-name=a,cookie=c", &["c"]),
            ("-blockdev raw,file.driver=http,file.cookie=c", &["c"]),
            ("-spice port=1,password=hunter2 -S", &["hunter2"]),
            ("-vnc unix:@DIR@/vnc,password=on", &[]),
            // No secret: it is another option's.
            ("-device a,data=b -object rng-random,id=c", &[]),
            ("-object tls-creds-x509,id=a,passwordid=s0", &[]),
        ] {
            let args: Vec<String> = args.split(' ').map(str::to_owned).collect();
            assert_eq!(secrets_in_args(&args), secrets, "{args:?}");
        }
    }
}
