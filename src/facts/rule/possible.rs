//! Whether an expression can be true, or false, of any configuration at all.
//!
//! What it compares is taken for unknowns: a name that is compared with texts is one of them or another text, one that
//! is compared with numbers is one of them, between two, or beyond; whatever else gives yes or no may be either. All
//! ways to fill them in are tried. Unknowns that hang together in ways not seen here are tried in more ways than there
//! are, so "cannot be" is never wrong, and "can be" sometimes is. Not being known makes nothing true.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::evaluate::Evaluation;
use super::node::{Comparison, Function, Node};
use super::val::Val;
use super::{Rule, Scene, Schema};
use crate::facts::FieldKind;
use crate::facts::fact::Record;

/// So many ways are tried at most; an expression with more can be true.
const MOST_WAYS: usize = 65_536;

impl Rule {
    /// Whether there may be a configuration, as a base declares its facts, of which this is true. Only if there is none
    /// the answer is sure.
    pub fn can_be_true(&self, schema: &Schema) -> bool {
        self.can_be(true, schema)
    }

    /// Whether there may be a configuration of which this is false; sure as in [`Rule::can_be_true`].
    pub fn can_be_false(&self, schema: &Schema) -> bool {
        self.can_be(false, schema)
    }

    fn can_be(&self, wanted: bool, schema: &Schema) -> bool {
        let node = &self.compiled.node;
        let mut unknowns = Unknowns::default();
        unknowns.gather(node, schema);
        let Some(ways) = unknowns.ways() else { return true };
        (0..ways).filter_map(|way| unknowns.filled_in(way)).any(|filled| filled.value(node) == Some(wanted))
    }
}

/// A value that something is compared with.
#[derive(Debug, Clone, PartialEq)]
enum Literal {
    Text(String),
    Number(f64),
    Flag(bool),
}

/// What an unknown may be.
#[derive(Debug, Clone, PartialEq)]
enum Guess {
    Is(Literal),
    /// A text that the expression does not name.
    AnotherText,
}

/// What an expression compares and asks, each under its own spelling.
#[derive(Debug, Default)]
struct Unknowns {
    /// What is compared with values.
    compared: BTreeMap<String, Compared>,
    /// What is yes or no by itself.
    asked: BTreeMap<String, Beginning>,
}

/// Something that is compared with values.
#[derive(Debug, Default)]
struct Compared {
    /// The values.
    with: Vec<Literal>,
    /// What it is, where that is declared.
    kind: Option<FieldKind>,
}

/// The text that something is asked to begin with, where it is asked that: the thing and the text.
type Beginning = Option<(String, String)>;

/// One way to fill the unknowns in.
struct Filled<'u> {
    guesses: BTreeMap<&'u str, Guess>,
    answers: BTreeMap<&'u str, bool>,
}

impl Unknowns {
    fn gather(&mut self, node: &Node, schema: &Schema) {
        match node {
            Node::Not(of) => self.gather(of, schema),
            Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| self.gather(part, schema)),
            Node::If(parts) => parts.iter().for_each(|part| self.gather(part, schema)),
            _ if constant(node).is_some() => {}
            _ => match comparison(node) {
                Some((thing, literals)) => {
                    let compared = self.compared.entry(spelled(thing)).or_default();
                    compared.with.extend(literals);
                    compared.kind = kind_of(thing, schema);
                }
                None => drop(self.asked.insert(spelled(node), beginning(node))),
            },
        }
    }

    /// How many ways there are to fill everything in; nothing if they are too many.
    fn ways(&self) -> Option<usize> {
        let of_compared = self.compared.values().map(|compared| compared.guesses().len().max(1));
        let of_asked = self.asked.iter().map(|_| 2);
        let ways = of_compared.chain(of_asked).try_fold(1_usize, usize::checked_mul)?;
        (ways <= MOST_WAYS).then_some(ways)
    }

    /// One of the ways; nothing where a text would have to begin in two ways at once.
    fn filled_in(&self, mut way: usize) -> Option<Filled<'_>> {
        let mut filled = Filled { guesses: BTreeMap::new(), answers: BTreeMap::new() };
        for (thing, compared) in &self.compared {
            let guesses = compared.guesses();
            let guess = guesses.get(way % guesses.len().max(1))?;
            way /= guesses.len().max(1);
            filled.guesses.insert(thing, guess.clone());
        }
        for asked in self.asked.keys() {
            filled.answers.insert(asked, way % 2 == 1);
            way /= 2;
        }
        self.begins_in_one_way(&filled).then_some(filled)
    }

    /// Whether what texts are said to begin with goes together.
    fn begins_in_one_way(&self, filled: &Filled<'_>) -> bool {
        let said = self.asked.iter().filter_map(|(asked, beginning)| {
            let (thing, text) = beginning.as_ref()?;
            Some((thing, text, *filled.answers.get(asked.as_str())?))
        });
        let said: Vec<(&String, &String, bool)> = said.collect();
        let of_guess = said.iter().all(|(thing, text, answer)| match filled.guesses.get(thing.as_str()) {
            Some(Guess::Is(Literal::Text(is))) => is.starts_with(text.as_str()) == *answer,
            _ => true,
        });
        let together = said.iter().all(|(thing, text, answer)| {
            let others = said.iter().filter(|(other, ..)| other == thing);
            let mut others = others.filter(|(_, other, _)| text.starts_with(other.as_str()));
            !answer || others.all(|(.., other)| *other)
        });
        let apart = said.iter().filter(|(.., answer)| *answer).all(|(thing, text, _)| {
            let mut others = said.iter().filter(|(other, _, answer)| other == thing && *answer);
            others.all(|(_, other, _)| text.starts_with(other.as_str()) || other.starts_with(text.as_str()))
        });
        of_guess && together && apart
    }
}

impl Compared {
    /// What it may be: of its own sort only, where that is declared.
    fn guesses(&self) -> Vec<Guess> {
        let mut guesses = guesses(&self.with);
        match self.kind {
            Some(FieldKind::Text) => {
                guesses.retain(|guess| matches!(guess, Guess::AnotherText | Guess::Is(Literal::Text(_))));
            }
            Some(FieldKind::Number) => {
                guesses.retain(|guess| matches!(guess, Guess::Is(Literal::Number(_))));
                // Compared with no number, it may be any.
                if guesses.is_empty() {
                    guesses.push(Guess::Is(Literal::Number(0.0)));
                }
            }
            Some(FieldKind::Flag) => {
                guesses = [true, false].map(|flag| Guess::Is(Literal::Flag(flag))).to_vec();
            }
            Some(FieldKind::Texts | FieldKind::Records) | None => {}
        }
        guesses
    }
}

impl Filled<'_> {
    /// What a part is when everything is filled in; nothing where it is neither.
    fn value(&self, node: &Node) -> Option<bool> {
        match node {
            Node::Not(of) => self.value(of).map(|value| !value),
            Node::And(parts) => {
                let values = parts.each_ref().map(|part| self.value(part));
                if values.contains(&Some(false)) { Some(false) } else { both(values) }
            }
            Node::Or(parts) => {
                let values = parts.each_ref().map(|part| self.value(part));
                if values.contains(&Some(true)) { Some(true) } else { both(values) }
            }
            Node::If(parts) => {
                let [condition, then, otherwise] = parts.each_ref();
                if self.value(condition)? { self.value(then) } else { self.value(otherwise) }
            }
            _ => match constant(node) {
                Some(value) => value,
                None => match comparison(node) {
                    Some((thing, _)) => compared(node, self.guesses.get(spelled(thing).as_str())?),
                    None => self.answers.get(spelled(node).as_str()).copied(),
                },
            },
        }
    }
}

/// Both values where they are known and alike.
fn both(values: [Option<bool>; 2]) -> Option<bool> {
    let [first, second] = values;
    if first == second { first } else { None }
}

/// What a thing is declared to be. Whether it is known is another question, and no fact.
fn kind_of(thing: &Node, schema: &Schema) -> Option<FieldKind> {
    if matches!(thing, Node::Has(..)) {
        return None;
    }
    Some(schema.field(&thing.path(&[])?)?.kind)
}

fn spelled(node: &Node) -> String {
    format!("{node:?}")
}

/// What a part without any fact says; `Some(None)` if that is neither yes nor no.
#[expect(clippy::option_option, reason = "whether it is constant is one question, what it says another")]
fn constant(node: &Node) -> Option<Option<bool>> {
    let mut paths = Vec::new();
    node.paths(&mut paths);
    if !paths.is_empty() || matches!(node, Node::Item(_)) {
        return None;
    }
    let (schema, nothing) = (Schema::default(), Record::default());
    let scene = Scene::new(&schema, &nothing);
    match Evaluation::new(&scene).value(node) {
        Val::Flag(flag) => Some(Some(flag)),
        _ => Some(None),
    }
}

/// What a part compares with values that stand in the expression, and with which.
fn comparison(node: &Node) -> Option<(&Node, Vec<Literal>)> {
    match node {
        Node::Compare(how, parts) => {
            let [first, second] = parts.each_ref();
            let (thing, literal) = match (literal(first), literal(second)) {
                (None, Some(literal)) => (first, literal),
                (Some(literal), None) => (second, literal),
                _ => return None,
            };
            let is_equality = matches!(how, Comparison::Equal | Comparison::Unequal);
            (is_equality || matches!(literal, Literal::Number(_))).then(|| (thing, vec![literal]))
        }
        Node::In(parts) => {
            let [thing, list] = parts.each_ref();
            let Node::List(items) = list else { return None };
            let literals: Option<Vec<Literal>> = items.iter().map(literal).collect();
            Some((thing, literals.filter(|_| literal(thing).is_none())?))
        }
        _ => None,
    }
}

fn literal(node: &Node) -> Option<Literal> {
    match node {
        Node::Text(text) => Some(Literal::Text(text.clone())),
        Node::Whole(number) => Some(Literal::Number(*number as f64)),
        Node::Number(number) => Some(Literal::Number(*number)),
        Node::Flag(flag) => Some(Literal::Flag(*flag)),
        _ => None,
    }
}

/// What a thing may be that is compared with these; each sort by itself, for a thing has one sort only.
fn guesses(literals: &[Literal]) -> Vec<Guess> {
    let mut guesses: Vec<Guess> = Vec::new();
    let mut add = |literal: Literal| {
        let guess = Guess::Is(literal);
        if !guesses.contains(&guess) {
            guesses.push(guess);
        }
    };
    let mut numbers: Vec<f64> = Vec::new();
    for literal in literals {
        match literal {
            Literal::Number(number) => numbers.push(*number),
            Literal::Flag(_) => [true, false].into_iter().for_each(|flag| add(Literal::Flag(flag))),
            Literal::Text(_) => add(literal.clone()),
        }
    }
    numbers.sort_by(f64::total_cmp);
    let between = numbers.windows(2).filter_map(|pair| Some((pair.first()? + pair.last()?) / 2.0));
    let beyond =
        numbers.first().map(|least| least - 1.0).into_iter().chain(numbers.last().map(|most| most + 1.0));
    let all: Vec<f64> = numbers.iter().copied().chain(between).chain(beyond).collect();
    all.into_iter().for_each(|number| add(Literal::Number(number)));
    guesses.push(Guess::AnotherText);
    guesses
}

/// What a comparison says of a guess. Two values of different sorts are held to differ, and have no order.
fn compared(node: &Node, guess: &Guess) -> Option<bool> {
    match node {
        Node::In(parts) => {
            let [_, list] = parts.each_ref();
            let Node::List(items) = list else { return None };
            let says: Vec<bool> =
                items.iter().filter_map(literal).map(|literal| equal(guess, &literal)).collect();
            Some(says.contains(&true))
        }
        Node::Compare(how, parts) => {
            let [first, second] = parts.each_ref();
            let (how, literal) = match (literal(first), literal(second)) {
                (None, Some(literal)) => (*how, literal),
                (Some(literal), None) => (turned(*how), literal),
                _ => return None,
            };
            match how {
                Comparison::Equal => Some(equal(guess, &literal)),
                Comparison::Unequal => Some(!equal(guess, &literal)),
                _ => ordered(how, guess, &literal),
            }
        }
        _ => None,
    }
}

fn equal(guess: &Guess, literal: &Literal) -> bool {
    matches!(guess, Guess::Is(is) if is == literal)
}

fn ordered(how: Comparison, guess: &Guess, literal: &Literal) -> Option<bool> {
    let (Guess::Is(Literal::Number(is)), Literal::Number(number)) = (guess, literal) else { return None };
    Some(match how {
        Comparison::Less => is < number,
        Comparison::AtMost => is <= number,
        Comparison::Greater => is > number,
        Comparison::AtLeast => is >= number,
        Comparison::Equal | Comparison::Unequal => return None,
    })
}

/// The same comparison read from its other end.
fn turned(how: Comparison) -> Comparison {
    match how {
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::Equal | Comparison::Unequal => how,
    }
}

/// What is asked to begin with a text, and the text.
fn beginning(node: &Node) -> Beginning {
    let Node::Call(Function::StartsWith, arguments) = node else { return None };
    match arguments.as_slice() {
        [thing, Node::Text(text)] => Some((spelled(thing), text.clone())),
        _ => None,
    }
}
