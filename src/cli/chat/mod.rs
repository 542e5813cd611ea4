//! `deskdoc chat`: the conversation in a terminal, or a transcript through a pipe.
//!
//! At a terminal lines are edited and remembered (`typing`); through a pipe each line of input is shown behind the
//! prompt, so that what comes out reads as a conversation. Nothing typed is written to a file.

mod typing;

use self::typing::{Given, Typing};
use super::args::Chat;
use super::failure::Failure;
use super::{Exit, output, paint};
use crate::app::{App, NotTurned, Turned, Typed};
use crate::dialogue::Event;
use crate::wire::ReplyV1;

/// How many causes are kept with a reply; people see the ones that matter in words.
const CAUSES: usize = 5;

pub(super) fn run(app: &App, chat: &Chat) -> Result<Exit, Failure> {
    let mut typing = Typing::begin()?;
    let mut talk = Talk { turned: app.begin(), shown: None };
    let words: Vec<_> = chat.words.iter().map(|word| word.to_string_lossy()).collect();
    let first = words.join(" ");
    if typing.is_at_terminal() {
        output::print(&paint::welcome())?;
    }
    if first.trim().is_empty() {
        talk.show(false)?;
    } else {
        output::print(&paint::echo(&typing.shown(&first)))?;
        if talk.take(app, &first)? == Go::End {
            return Ok(Exit::Fine);
        }
    }
    loop {
        match typing.next()? {
            Given::Line(line) => {
                if talk.take(app, &line)? == Go::End {
                    return Ok(Exit::Fine);
                }
            }
            Given::End => {
                output::print(&paint::left_open(&talk.to_wire()))?;
                return Ok(Exit::Fine);
            }
        }
    }
}

/// Whether the talk goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Go {
    On,
    End,
}

/// The conversation, and what of it was shown last.
struct Talk {
    turned: Turned,
    shown: Option<ReplyV1>,
}

impl Talk {
    fn to_wire(&self) -> ReplyV1 {
        self.turned.to_wire(CAUSES)
    }

    /// Shows the reply; what stands on the screen already is not said again.
    fn show(&mut self, is_undone: bool) -> Result<(), Failure> {
        let reply = self.to_wire();
        output::print(&paint::reply(&reply, self.shown.as_ref(), is_undone))?;
        self.shown = Some(reply);
        Ok(())
    }

    fn take(&mut self, app: &App, line: &str) -> Result<Go, Failure> {
        match app.say(&self.turned.conversation, line) {
            Ok(Typed::Turned(turned)) => {
                let n_before = self.turned.conversation.ledger().len();
                self.turned = *turned;
                // Asking why writes nothing: then the undoing was the turn before.
                let ledger = self.turned.conversation.ledger();
                let is_undone = ledger.len() > n_before && matches!(ledger.last(), Some(Event::Undone(_)));
                self.show(is_undone)?;
            }
            Ok(Typed::Note(note)) => output::print(&paint::note(&note.to_markdown()))?,
            Ok(Typed::Help) => output::print(&paint::chat_help())?,
            Ok(Typed::Nothing) => output::print(&paint::nothing_typed(&self.to_wire()))?,
            Ok(Typed::NoSuchNumber { n_choices }) => output::print(&paint::no_such_number(n_choices))?,
            Ok(Typed::Quit) => {
                output::print(&paint::left_open(&self.to_wire()))?;
                return Ok(Go::End);
            }
            Err(NotTurned::Refused(refusal)) => output::print(&paint::refused(&refusal.to_string()))?,
            Err(NotTurned::Failed(error)) => return Err(error.into()),
        }
        Ok(Go::On)
    }
}
