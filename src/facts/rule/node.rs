//! An expression, ready to be evaluated: names resolved, patterns compiled, functions known.

use regex::Regex;

/// One operation.
#[derive(Debug)]
pub(super) enum Node {
    /// A value that stands in the expression.
    Flag(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    /// A name at the beginning of a path.
    Variable(String),
    /// The item that a loop is at; loops are counted from the outermost.
    Item(usize),
    Select(Box<Node>, String),
    /// Whether a record has a name.
    Has(Box<Node>, String),
    Index(Box<[Node; 2]>),
    Not(Box<Node>),
    And(Box<[Node; 2]>),
    Or(Box<[Node; 2]>),
    If(Box<[Node; 3]>),
    Compare(Comparison, Box<[Node; 2]>),
    In(Box<[Node; 2]>),
    Calculate(Operator, Box<[Node; 2]>),
    Negate(Box<Node>),
    List(Vec<Node>),
    Call(Function, Vec<Node>),
    Matches(Box<Node>, Regex),
    Loop(Box<Loop>),
}

/// A loop over a list.
#[derive(Debug)]
pub(super) struct Loop {
    pub(super) kind: LoopKind,
    pub(super) list: Node,
    /// The condition of a loop that chooses or judges.
    pub(super) test: Option<Node>,
    /// What a loop makes of each item.
    pub(super) makes: Option<Node>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LoopKind {
    Exists,
    All,
    ExistsOne,
    /// `filter` and `map`.
    Collect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// What an expression can call. `docs/deskdoc/authoring.md` explains each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Size,
    StartsWith,
    EndsWith,
    Contains,
    AsText,
    Trim,
    Lower,
    Blank,
    Fold,
    Join,
    SplitList,
    MaskStem,
    UrlValid,
    UrlScheme,
    UrlHost,
    UrlPort,
    UrlPath,
    UrlCovered,
    InstantOf,
    BuildNumber,
    Known,
}

impl Function {
    /// Every function: its name, and how many arguments it takes. What is written before the dot counts as the first.
    pub(super) const ALL: [(&'static str, Self, usize); 21] = [
        ("size", Self::Size, 1),
        ("startsWith", Self::StartsWith, 2),
        ("endsWith", Self::EndsWith, 2),
        ("contains", Self::Contains, 2),
        ("string", Self::AsText, 1),
        ("trim", Self::Trim, 1),
        ("lower", Self::Lower, 1),
        ("blank", Self::Blank, 1),
        ("fold", Self::Fold, 1),
        ("join", Self::Join, 2),
        ("split_list", Self::SplitList, 1),
        ("mask_stem", Self::MaskStem, 1),
        ("url_valid", Self::UrlValid, 1),
        ("url_scheme", Self::UrlScheme, 1),
        ("url_host", Self::UrlHost, 1),
        ("url_port", Self::UrlPort, 1),
        ("url_path", Self::UrlPath, 1),
        ("url_covered", Self::UrlCovered, 2),
        ("instant", Self::InstantOf, 1),
        ("build_number", Self::BuildNumber, 1),
        ("known", Self::Known, 1),
    ];
}

impl Node {
    /// The paths that are read below this node, such as `account.callback_url`, into a list.
    pub(super) fn paths(&self, into: &mut Vec<String>) {
        if let Some(path) = self.path(&[]) {
            if !into.contains(&path) {
                into.push(path);
            }
            return;
        }
        self.children(&mut |child| child.paths(into));
    }

    /// The path that this node reads, if it reads one. `items` are the paths of the lists that loops are at.
    pub(super) fn path(&self, items: &[Option<String>]) -> Option<String> {
        match self {
            Self::Variable(name) => Some(name.clone()),
            Self::Item(slot) => items.get(*slot).cloned().flatten(),
            Self::Select(of, field) | Self::Has(of, field) => Some(format!("{}.{field}", of.path(items)?)),
            Self::Index(parts) => parts.first().and_then(|list| list.path(items)),
            _ => None,
        }
    }

    fn children<'n>(&'n self, see: &mut impl FnMut(&'n Self)) {
        match self {
            Self::Flag(_) | Self::Whole(_) | Self::Number(_) | Self::Text(_) => {}
            Self::Variable(_) | Self::Item(_) => {}
            Self::Select(of, _) | Self::Has(of, _) | Self::Not(of) | Self::Negate(of) => see(of),
            Self::Matches(of, _) => see(of),
            Self::Index(parts) | Self::And(parts) | Self::Or(parts) | Self::In(parts) => {
                parts.iter().for_each(see);
            }
            Self::Compare(_, parts) | Self::Calculate(_, parts) => parts.iter().for_each(see),
            Self::If(parts) => parts.iter().for_each(see),
            Self::List(items) | Self::Call(_, items) => items.iter().for_each(see),
            Self::Loop(each) => {
                see(&each.list);
                each.test.iter().chain(&each.makes).for_each(see);
            }
        }
    }
}
