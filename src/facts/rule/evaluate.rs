//! Evaluates an expression in three values: true, false, and undecided with what is missing.
//!
//! A part that is undecided does not matter where the rest decides: `true || undecided` is true. Work is counted in
//! steps and bounded, so that no expression and no configuration can hold anybody up; what is not done in time is
//! undecided.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::rc::Rc;

use super::functions;
use super::node::{Comparison, Loop, LoopKind, Node, Operator};
use super::val::{Items, Missing, Val};
use crate::facts::scene::{Scene, Variable};

/// The most steps of one evaluation; some milliseconds of work.
const MOST_STEPS: usize = 100_000;
/// The longest list that a loop goes over.
const MOST_ITEMS: usize = 1_000;
/// So many bytes of text count as one step.
const BYTES_PER_STEP: usize = 32;
/// The longest text that is put together, in bytes.
const LONGEST_TEXT: usize = 64 * 1024;

/// One evaluation.
pub(super) struct Evaluation<'v> {
    scene: &'v Scene<'v>,
    n_left: usize,
    /// What the loops around are at, outermost first, with the path of the list each goes over.
    items: Vec<(Val<'v>, Option<String>)>,
}

impl<'v> Evaluation<'v> {
    pub(super) fn new(scene: &'v Scene<'v>) -> Self {
        Self { scene, n_left: MOST_STEPS, items: Vec::new() }
    }

    pub(super) fn value(&mut self, node: &'v Node) -> Val<'v> {
        if !self.can_afford(1) {
            return Val::Undecided(Missing::default());
        }
        match node {
            Node::Flag(flag) => Val::Flag(*flag),
            Node::Whole(number) => Val::Whole(*number),
            Node::Number(number) => Val::Number(*number),
            Node::Text(text) => Val::Text(Cow::Borrowed(text)),
            Node::Variable(name) => self.variable(name),
            Node::Item(slot) => {
                self.items.get(*slot).map_or(Val::Undecided(Missing::default()), |(item, _)| item.clone())
            }
            Node::Select(of, field) => self.select(node, of, field),
            Node::Has(of, field) => self.has(node, of, field),
            Node::Index(parts) => self.index(node, parts),
            Node::Not(of) => match self.value(of) {
                Val::Flag(flag) => Val::Flag(!flag),
                other => self.undecided(&[of], other),
            },
            Node::And(parts) => self.logical(parts, false),
            Node::Or(parts) => self.logical(parts, true),
            Node::If(parts) => self.choose(parts),
            Node::Compare(comparison, parts) => self.compare(*comparison, parts),
            Node::In(parts) => self.is_in(parts),
            Node::Calculate(operator, parts) => self.calculate(*operator, parts),
            Node::Negate(of) => match self.value(of) {
                Val::Whole(number) => number.checked_neg().map_or_else(|| self.missing(&[of]), Val::Whole),
                Val::Number(number) => Val::Number(-number),
                other => self.undecided(&[of], other),
            },
            Node::List(nodes) => {
                let values: Vec<Val<'v>> = nodes.iter().map(|node| self.value(node)).collect();
                Val::List(Items::Made { values: Rc::from(values), is_open: false })
            }
            Node::Matches(of, pattern) => match self.value(of) {
                Val::Text(text) if self.can_afford(text.len() / BYTES_PER_STEP) => {
                    Val::Flag(pattern.is_match(&text))
                }
                other => self.undecided(&[of], other),
            },
            Node::Call(function, arguments) => {
                let values: Vec<Val<'v>> = arguments.iter().map(|argument| self.value(argument)).collect();
                let n_bytes: usize = values.iter().map(bytes).sum();
                if !self.can_afford(n_bytes / BYTES_PER_STEP) {
                    return Val::Undecided(Missing::default());
                }
                let missing = || self.missing_of(arguments);
                functions::call(*function, values, &missing)
            }
            Node::Loop(each) => self.each(each),
        }
    }

    fn can_afford(&mut self, n_steps: usize) -> bool {
        self.n_left = self.n_left.saturating_sub(n_steps);
        self.n_left > 0
    }

    /// What stands in the place of a value that is of no use here: undecided for what it lacks, or, if it is of
    /// another sort than was asked for, for the paths it was made of.
    fn undecided(&self, nodes: &[&'v Node], found: Val<'v>) -> Val<'v> {
        match found {
            Val::Undecided(missing) if !missing.is_nothing() => Val::Undecided(missing),
            _ => self.missing(nodes),
        }
    }

    fn missing(&self, nodes: &[&'v Node]) -> Val<'v> {
        let mut paths = Vec::new();
        for node in nodes {
            match node.path(&self.lists()) {
                Some(path) => paths.push(path),
                None => node.paths(&mut paths),
            }
        }
        Val::Undecided(Missing::all(paths))
    }

    fn missing_of(&self, nodes: &'v [Node]) -> Val<'v> {
        self.missing(&nodes.iter().collect::<Vec<_>>())
    }

    fn lists(&self) -> Vec<Option<String>> {
        self.items.iter().map(|(_, list)| list.clone()).collect()
    }

    fn variable(&self, name: &str) -> Val<'v> {
        let found = match self.scene.variable(name) {
            Some(Variable::One(record)) => record.map(Val::Record),
            Some(Variable::Many { records, is_open }) => records.as_ref().map(|records| {
                Val::List(Items::Chosen { records: Rc::from(records.as_slice()), is_open: *is_open })
            }),
            None => self.scene.root().get(name).and_then(Val::of),
        };
        found.unwrap_or_else(|| Val::Undecided(Missing::of(name.to_owned())))
    }

    fn select(&mut self, node: &'v Node, of: &'v Node, field: &str) -> Val<'v> {
        match self.value(of) {
            Val::Record(record) => {
                record.get(field).and_then(Val::of).unwrap_or_else(|| self.missing(&[node]))
            }
            // What is missing is the value that was asked for, however far up it breaks off.
            _ => self.missing(&[node]),
        }
    }

    /// Whether a record has a name. A name with a value that is not usable, a name that may not have been seen, and
    /// a record that is not there, decide nothing.
    fn has(&mut self, node: &'v Node, of: &'v Node, field: &str) -> Val<'v> {
        let Val::Record(record) = self.value(of) else { return self.missing(&[node]) };
        match record.get(field) {
            Some(fact) if Val::of(fact).is_some() => Val::Flag(true),
            None if !record.is_open => Val::Flag(false),
            _ => self.missing(&[node]),
        }
    }

    fn index(&mut self, node: &'v Node, parts: &'v [Node; 2]) -> Val<'v> {
        let [list, at] = parts;
        match (self.value(list), self.value(at)) {
            (Val::List(items), Val::Whole(at)) => {
                let item = usize::try_from(at).ok().and_then(|at| items.get(at));
                item.unwrap_or_else(|| self.missing(&[node]))
            }
            (Val::Undecided(missing), _) | (_, Val::Undecided(missing)) => Val::Undecided(missing),
            _ => self.missing(&[node]),
        }
    }

    /// `&&` and `||`: `decides` is the value of one side that settles the matter alone.
    fn logical(&mut self, parts: &'v [Node; 2], decides: bool) -> Val<'v> {
        let [one, other] = parts;
        let first = self.flag(one);
        if matches!(first, Ok(flag) if flag == decides) {
            return Val::Flag(decides);
        }
        match (first, self.flag(other)) {
            (_, Ok(flag)) if flag == decides => Val::Flag(decides),
            (Ok(_), Ok(_)) => Val::Flag(!decides),
            (Err(missing), Ok(_)) | (Ok(_), Err(missing)) => Val::Undecided(missing),
            (Err(missing), Err(more)) => Val::Undecided(missing.and(more)),
        }
    }

    fn flag(&mut self, node: &'v Node) -> Result<bool, Missing> {
        match self.value(node) {
            Val::Flag(flag) => Ok(flag),
            other => match self.undecided(&[node], other) {
                Val::Undecided(missing) => Err(missing),
                _ => Err(Missing::default()),
            },
        }
    }

    fn choose(&mut self, parts: &'v [Node; 3]) -> Val<'v> {
        let [when, then, other] = parts;
        match self.flag(when) {
            Ok(true) => self.value(then),
            Ok(false) => self.value(other),
            Err(missing) => Val::Undecided(missing),
        }
    }

    fn compare(&mut self, comparison: Comparison, parts: &'v [Node; 2]) -> Val<'v> {
        let [one, other] = parts;
        let (first, second) = (self.value(one), self.value(other));
        let decided = match comparison {
            Comparison::Equal => equal(&first, &second),
            Comparison::Unequal => equal(&first, &second).map(|is_equal| !is_equal),
            _ => ordered(comparison, &first, &second),
        };
        match (decided, first, second) {
            (Some(flag), ..) => Val::Flag(flag),
            (None, Val::Undecided(missing), Val::Undecided(more)) => Val::Undecided(missing.and(more)),
            (None, Val::Undecided(missing), _) | (None, _, Val::Undecided(missing)) => {
                Val::Undecided(missing)
            }
            _ => self.missing(&[one, other]),
        }
    }

    fn is_in(&mut self, parts: &'v [Node; 2]) -> Val<'v> {
        let [item, list] = parts;
        let (item_value, items) = match (self.value(item), self.value(list)) {
            (Val::Undecided(missing), Val::Undecided(more)) => return Val::Undecided(missing.and(more)),
            (Val::Undecided(missing), _) | (_, Val::Undecided(missing)) => return Val::Undecided(missing),
            (value, Val::List(items)) => (value, items),
            _ => return self.missing(&[list]),
        };
        let mut is_sure = !items.is_open();
        for at in 0..items.len() {
            let found = items.get(at);
            let n_bytes = found.as_ref().map_or(0, bytes);
            if !self.can_afford(1 + n_bytes / BYTES_PER_STEP) {
                return Val::Undecided(Missing::default());
            }
            match found.map(|found| equal(&item_value, &found)) {
                Some(Some(true)) => return Val::Flag(true),
                Some(Some(false)) => {}
                _ => is_sure = false,
            }
        }
        if is_sure { Val::Flag(false) } else { self.missing(&[list]) }
    }

    fn calculate(&mut self, operator: Operator, parts: &'v [Node; 2]) -> Val<'v> {
        let [one, other] = parts;
        let result = match (operator, self.value(one), self.value(other)) {
            (_, Val::Undecided(missing), Val::Undecided(more)) => return Val::Undecided(missing.and(more)),
            (_, Val::Undecided(missing), _) | (_, _, Val::Undecided(missing)) => {
                return Val::Undecided(missing);
            }
            (Operator::Add, Val::Text(first), Val::Text(second)) => {
                let length = first.len() + second.len();
                let fits = length <= LONGEST_TEXT && self.can_afford(length / BYTES_PER_STEP);
                fits.then(|| Val::Text(Cow::Owned(first.into_owned() + &second)))
            }
            (_, Val::Whole(first), Val::Whole(second)) => whole(operator, first, second).map(Val::Whole),
            (_, first, second) => number(&first)
                .zip(number(&second))
                .and_then(|(first, second)| fraction(operator, first, second))
                .map(Val::Number),
        };
        result.unwrap_or_else(|| self.missing(&[one, other]))
    }

    fn each(&mut self, each: &'v Loop) -> Val<'v> {
        let items = match self.value(&each.list) {
            Val::List(items) if items.len() <= MOST_ITEMS => items,
            other => return self.undecided(&[&each.list], other),
        };
        let path = each.list.path(&self.lists());
        let seen: Vec<Result<(bool, Val<'v>), Missing>> =
            (0..items.len()).map(|at| self.one_round(each, &items, at, path.clone())).collect();
        let is_open = items.is_open();
        match each.kind {
            LoopKind::Exists => self.quantified(each, seen, is_open, true),
            LoopKind::All => self.quantified(each, seen, is_open, false),
            LoopKind::ExistsOne => self.exactly_one(each, seen, is_open),
            LoopKind::Collect => {
                let is_open = is_open || seen.iter().any(Result::is_err);
                let made = seen.into_iter().flatten().filter(|(is_in, _)| *is_in).map(|(_, made)| made);
                Val::List(Items::Made { values: made.collect(), is_open })
            }
        }
    }

    /// Whether the condition holds for an item, and what is made of it. Without a condition it does.
    fn one_round(
        &mut self,
        each: &'v Loop,
        items: &Items<'v>,
        at: usize,
        path: Option<String>,
    ) -> Result<(bool, Val<'v>), Missing> {
        let of_list = || path.clone().map_or_else(Missing::default, Missing::of);
        let item = items.get(at).unwrap_or_else(|| Val::Undecided(of_list()));
        self.items.push((item, path.clone()));
        let holds = each.test.as_ref().map_or(Ok(true), |test| self.flag(test));
        let made = match (&holds, &each.makes) {
            (Ok(true), Some(makes)) => self.value(makes),
            _ => Val::Flag(true),
        };
        self.items.pop();
        holds.map(|holds| (holds, made)).map_err(|missing| missing.and(of_list()))
    }

    fn quantified(
        &self,
        each: &'v Loop,
        seen: Vec<Result<(bool, Val<'v>), Missing>>,
        is_open: bool,
        decides: bool,
    ) -> Val<'v> {
        if seen.iter().any(|round| matches!(round, Ok((holds, _)) if *holds == decides)) {
            return Val::Flag(decides);
        }
        let missing = seen.into_iter().filter_map(Result::err).reduce(Missing::and);
        match missing {
            Some(missing) => Val::Undecided(missing),
            None if is_open => self.missing(&[&each.list]),
            None => Val::Flag(!decides),
        }
    }

    fn exactly_one(
        &self,
        each: &'v Loop,
        seen: Vec<Result<(bool, Val<'v>), Missing>>,
        is_open: bool,
    ) -> Val<'v> {
        let n_sure = seen.iter().filter(|round| matches!(round, Ok((true, _)))).count();
        let missing = seen.into_iter().filter_map(Result::err).reduce(Missing::and);
        match missing {
            _ if n_sure > 1 => Val::Flag(false),
            Some(missing) => Val::Undecided(missing),
            None if is_open => self.missing(&[&each.list]),
            None => Val::Flag(n_sure == 1),
        }
    }
}

fn bytes(value: &Val<'_>) -> usize {
    match value {
        Val::Text(text) => text.len(),
        _ => 0,
    }
}

/// Whether two values are equal; `None` where that is not known.
fn equal(one: &Val<'_>, other: &Val<'_>) -> Option<bool> {
    match (one, other) {
        (Val::Undecided(_), _) | (_, Val::Undecided(_)) => None,
        (Val::AtLeast(_), _) | (_, Val::AtLeast(_)) => match ordered(Comparison::Less, other, one)? {
            true => Some(false),
            false => None,
        },
        (Val::Text(one), Val::Text(other)) => Some(one == other),
        (Val::Flag(one), Val::Flag(other)) => Some(one == other),
        (Val::Instant(one), Val::Instant(other)) => Some(one == other),
        (Val::Whole(one), Val::Whole(other)) => Some(one == other),
        (Val::List(one), Val::List(other)) => equal_lists(one, other),
        (Val::Record(_), Val::Record(_)) => None,
        _ => match number(one).zip(number(other)) {
            Some((one, other)) => Some(one == other),
            // A text is never a number: values of two sorts differ.
            None => Some(false),
        },
    }
}

fn equal_lists(one: &Items<'_>, other: &Items<'_>) -> Option<bool> {
    if one.is_open() || other.is_open() {
        return None;
    }
    if one.len() != other.len() {
        return Some(false);
    }
    let pairs = (0..one.len()).map(|at| equal(&one.get(at)?, &other.get(at)?));
    let mut all = Some(true);
    for pair in pairs {
        match pair {
            Some(false) => return Some(false),
            Some(true) => {}
            None => all = None,
        }
    }
    all
}

fn ordered(comparison: Comparison, one: &Val<'_>, other: &Val<'_>) -> Option<bool> {
    let order = match (one, other) {
        // Of what may be more than was seen, only "more" can be told.
        (Val::AtLeast(least), Val::Whole(other)) => {
            return match comparison {
                Comparison::AtLeast if least >= other => Some(true),
                Comparison::Greater if least > other => Some(true),
                Comparison::AtMost if least > other => Some(false),
                Comparison::Less if least >= other => Some(false),
                _ => None,
            };
        }
        (Val::Whole(_), Val::AtLeast(_)) => return ordered(turned(comparison), other, one),
        (Val::Text(one), Val::Text(other)) => one.cmp(other),
        (Val::Instant(one), Val::Instant(other)) => one.cmp(other),
        (Val::Whole(one), Val::Whole(other)) => one.cmp(other),
        _ => number(one)?.partial_cmp(&number(other)?)?,
    };
    Some(match comparison {
        Comparison::Less => order == Ordering::Less,
        Comparison::AtMost => order != Ordering::Greater,
        Comparison::Greater => order == Ordering::Greater,
        Comparison::AtLeast => order != Ordering::Less,
        Comparison::Equal => order == Ordering::Equal,
        Comparison::Unequal => order != Ordering::Equal,
    })
}

fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        same => same,
    }
}

fn number(value: &Val<'_>) -> Option<f64> {
    match value {
        Val::Whole(number) => Some(*number as f64),
        Val::Number(number) => Some(*number),
        _ => None,
    }
}

fn whole(operator: Operator, one: i64, other: i64) -> Option<i64> {
    match operator {
        Operator::Add => one.checked_add(other),
        Operator::Subtract => one.checked_sub(other),
        Operator::Multiply => one.checked_mul(other),
        Operator::Divide => one.checked_div(other),
        Operator::Remainder => one.checked_rem(other),
    }
}

fn fraction(operator: Operator, one: f64, other: f64) -> Option<f64> {
    let result = match operator {
        Operator::Add => one + other,
        Operator::Subtract => one - other,
        Operator::Multiply => one * other,
        Operator::Divide => one / other,
        Operator::Remainder => one % other,
    };
    result.is_finite().then_some(result)
}
