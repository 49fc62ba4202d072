//! What a crate of bindings offers, as its generated source has it.

/// Everything a program can use of a crate.
#[derive(Debug, Default)]
pub(crate) struct Surface {
    /// Lines that bring the crate's names into scope.
    pub(crate) imports: String,
    /// The type of each command.
    pub(crate) commands: Vec<Named>,
    /// The trait, with its associated type, that names a command's reply: what follows `as` in `<Command as …>`.
    pub(crate) reply: &'static str,
    /// The type of each event's data.
    pub(crate) events: Vec<Named>,
    /// The type that any event message decodes to.
    pub(crate) any_event: Option<&'static str>,
    /// Every type, commands and events among them.
    pub(crate) types: Vec<Type>,
}

/// A command's or an event's type.
#[derive(Debug)]
pub(crate) struct Named {
    /// The name on the wire.
    pub(crate) wire: String,
    /// The Rust type.
    pub(crate) path: String,
}

/// A struct or enum with what makes and changes one.
#[derive(Debug)]
pub(crate) struct Type {
    /// The Rust type.
    pub(crate) path: String,
    /// Whether it can be compared.
    pub(crate) equality: bool,
    /// Expressions that make one, over parameters `p0`, `p1`, ….
    pub(crate) makers: Vec<Maker>,
    /// Expressions that set an optional member of `it` to `value`.
    pub(crate) setters: Vec<Setter>,
}

/// One way to make a value.
#[derive(Debug)]
pub(crate) struct Maker {
    /// The types of `p0`, `p1`, ….
    pub(crate) parameters: Vec<String>,
    /// The value.
    pub(crate) expression: String,
}

/// One way to set an optional member.
#[derive(Debug)]
pub(crate) struct Setter {
    /// The type of `value`.
    pub(crate) value: String,
    /// Statements that end in the changed `it`.
    pub(crate) body: String,
}

impl Surface {
    /// What the surface amounts to, for a person to compare.
    pub(crate) fn summary(&self) -> String {
        format!(
            "{} commands, {} events, {} types ({} with PartialEq), {} constructors, {} setters",
            self.commands.len(),
            self.events.len(),
            self.types.len(),
            self.types.iter().filter(|a_type| a_type.equality).count(),
            self.types
                .iter()
                .map(|a_type| a_type.makers.len())
                .sum::<usize>(),
            self.types
                .iter()
                .map(|a_type| a_type.setters.len())
                .sum::<usize>(),
        )
    }
}
