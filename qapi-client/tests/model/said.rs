//! What the server says, as bytes.

use std::collections::VecDeque;

use crate::model::{Model, Said};
use crate::program::{Answer, Step, Stray};

/// What the server has said and has not arrived.
#[derive(Debug, Default)]
pub(crate) struct Mouth {
    messages: VecDeque<(Vec<u8>, Option<Said>)>,
    /// How many bytes of the first have arrived.
    arrived: usize,
    events: u64,
    /// The id of a command of an earlier connection.
    earlier: Option<String>,
}

impl Mouth {
    pub(crate) fn new(earlier: Option<String>) -> Self {
        Self {
            earlier,
            ..Self::default()
        }
    }

    /// Does a step in which the server says something, if it is one.
    pub(crate) fn step(&mut self, step: Step, model: &mut Model) {
        let choose = |which: u8, among: &dyn Fn(usize) -> bool| {
            let all: Vec<usize> = (0..model.commands.len()).filter(|at| among(*at)).collect();
            let at = usize::from(which) % all.len().max(1);
            all.get(at).copied()
        };
        let command = |at: usize| &model.commands[at];
        match step {
            Step::Reply(which, answer) => {
                let open = |at| command(at).is_read() && !command(at).answered;
                if let Some(at) = choose(which, &open) {
                    model.commands[at].answered = true;
                    self.reply(at, answer, model);
                }
            }
            Step::ReplyAgain(which) => {
                if let Some(at) = choose(which, &|at| command(at).answered) {
                    self.reply(at, Answer::Value, model);
                }
            }
            Step::ReplyEarly(which) => {
                if let Some(at) = choose(which, &|at| command(at).is_unsent()) {
                    self.reply(at, Answer::Value, model);
                }
            }
            Step::Stray(stray) => {
                let id = match stray {
                    Stray::Another => Some("\"another's\"".to_owned()),
                    Stray::NoId => None,
                    Stray::Future => Some(Model::id(u64::MAX)),
                    Stray::Earlier => self.earlier.clone(),
                };
                let id = id.map_or(String::new(), |id| format!(", \"id\": {id}"));
                self.say(format!("{{\"return\": 5{id}}}\r\n"), Said::Stray);
            }
            Step::Event(second) => {
                let n = self.events;
                self.events += 1;
                let name = event_name(second);
                let event = format!(
                    "{{\"timestamp\": {{\"seconds\": 1, \"microseconds\": 2}}, \
                     \"event\": \"{name}\", \"data\": {{\"n\": {n}, \"rest\": {}}}}}\r\n",
                    n % 3
                );
                self.say(event, Said::Event { second, n });
            }
            _ => {}
        }
    }

    fn reply(&mut self, at: usize, answer: Answer, model: &Model) {
        let id = model.id_of(at);
        let text = match answer {
            Answer::Value => format!("{{\"return\": {at}, \"id\": {id}}}\r\n"),
            Answer::OtherType => format!("{{\"id\": {id}, \"return\": [{at}]}}\r\n"),
            Answer::Error => format!(
                "{{\"id\": {id}, \"error\": {{\"class\": \"GenericError\", \
                 \"desc\": \"not {at}\"}}}}\r\n"
            ),
        };
        self.say(text, Said::Reply(at, answer));
    }

    pub(crate) fn say(&mut self, text: String, said: Said) {
        self.messages.push_back((text.into(), Some(said)));
    }

    /// The next bytes, no more than so many, and what is whole with them.
    pub(crate) fn arrive(&mut self, mut most: usize) -> (Vec<u8>, Vec<Said>) {
        let (mut bytes, mut whole) = (Vec::new(), Vec::new());
        while let Some((text, said)) = self.messages.front_mut() {
            let count = most.min(text.len() - self.arrived);
            bytes.extend_from_slice(&text[self.arrived..self.arrived + count]);
            self.arrived += count;
            most -= count;
            // The end of the line says nothing.
            if self.arrived >= text.len() - 2 {
                whole.extend(said.take());
            }
            if self.arrived < text.len() {
                break;
            }
            self.messages.pop_front();
            self.arrived = 0;
        }
        (bytes, whole)
    }

    /// Whether a message has arrived in part.
    pub(crate) fn is_cut(&self) -> bool {
        let first = self.messages.front();
        self.arrived > 0 && first.is_some_and(|(_, said)| said.is_some())
    }
}

pub(crate) fn event_name(second: bool) -> &'static str {
    match second {
        false => "FIRST",
        true => "SECOND",
    }
}
