//! What facts a base is about: their names, what they are called in forms, exports and addresses, and which records
//! its checks look at. All of it is written by the authors of the base; nothing here knows of any product.

use std::sync::Arc;

use super::rule::Rule;

/// What facts a base is about. Without any field declared every name is taken as it comes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    fields: Vec<Field>,
    subjects: Vec<Subject>,
    /// How to read the elements of an export.
    pub elements: Vec<Element>,
    /// How to read web addresses.
    pub addresses: Vec<AddressRule>,
    /// Facts that tell one configuration from another.
    pub told_apart_by: Vec<String>,
    /// Words for yes, in forms.
    pub yes: Vec<String>,
    /// Words for no, in forms.
    pub no: Vec<String>,
    shape: Shape,
}

/// One fact that rules may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its path, such as `campaign.instance_url`. What every record of a list has stands below the path of the list.
    pub path: String,
    /// What it is.
    pub kind: FieldKind,
    /// What it is called in forms.
    pub labels: Vec<String>,
    /// What it is called in forms where the words mean other things elsewhere: they count beside one of `labels`.
    pub weak_labels: Vec<String>,
    /// Whether nobody is told that it is missing: it is known by chance only.
    pub by_chance: bool,
}

/// What a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text.
    Text,
    /// Yes or no.
    Flag,
    /// A number.
    Number,
    /// Texts in order.
    Texts,
    /// Records in order.
    Records,
}

impl FieldKind {
    /// All of them, with the words that authors write.
    pub const ALL: [(&'static str, Self); 5] = [
        ("text", Self::Text),
        ("yes-or-no", Self::Flag),
        ("number", Self::Number),
        ("list", Self::Texts),
        ("records", Self::Records),
    ];
}

/// One record of a list that checks are about, and how it is chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Its name in `subject:` of a check.
    pub id: String,
    /// The path of the list.
    pub list: String,
    /// What rules call it.
    pub variable: String,
    /// What rules call all records that are of its sort.
    pub sure: Option<String>,
    /// What rules call those that may be.
    pub possible: Option<String>,
    /// Whether a record, called `item`, is of its sort.
    pub is: Option<Rule>,
    /// Whether one of which that is not known may be.
    pub may_be: Option<Rule>,
    /// Which of several is meant.
    pub prefer: Option<Rule>,
    /// The field by which records from two sources are known to be one.
    pub key: Option<String>,
}

/// How to read the elements of one name in an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// The name, without what stands before its colon.
    pub element: String,
    /// The path of the list to which each of them adds a record.
    pub list: String,
    /// Which attribute holds which field.
    pub attributes: Vec<(String, String)>,
    /// Fields that are `no` where the export leaves them out.
    pub left_out_means_no: Vec<String>,
    /// Fields that are passed over where they hold a number: codes that nobody outside can read.
    pub not_numbers: Vec<String>,
    /// What a record is known to be by the attributes it has.
    pub implied: Vec<Implied>,
}

/// What a record is known to be by the fields it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implied {
    /// The field that is known then.
    pub field: String,
    /// Its text.
    pub text: String,
    /// One of these fields is enough.
    pub by: Vec<String>,
}

/// How to read web addresses of one sort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressRule {
    /// What their path holds.
    pub path: String,
    /// The path of the list to which they add a record.
    pub list: String,
    /// The field that their scheme and host give.
    pub host: Option<String>,
    /// Which parameter gives which field of the record, or which fact by its whole path.
    pub parameters: Vec<(String, String)>,
}

/// What stands where in a tree of facts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Shape {
    /// Anything.
    #[default]
    Free,
    /// A single value or a list of texts.
    Leaf(FieldKind),
    /// Named values; what has no name here is passed over.
    Record(Vec<(Arc<str>, Shape)>),
    /// Records in order, all of one shape.
    Records(Box<Shape>),
}

impl Schema {
    /// A schema of fields and subjects. Fields below a list of records must stand behind it.
    pub fn new(fields: Vec<Field>, subjects: Vec<Subject>) -> Self {
        let mut shape = if fields.is_empty() { Shape::Free } else { Shape::Record(Vec::new()) };
        for field in &fields {
            shape.add(&field.path, field.kind);
        }
        Self { fields, subjects, shape, ..Self::default() }
    }

    /// The fields that are declared.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The records that checks are about.
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// Whether every name is taken as it comes.
    pub fn is_free(&self) -> bool {
        self.fields.is_empty()
    }

    /// What is declared of a path.
    pub fn field(&self, path: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.path == path)
    }

    /// Whether a path of a rule leads to a fact, to a record of facts, or to a name that the base gave.
    pub fn knows(&self, path: &str) -> bool {
        self.is_free() || self.names().iter().any(|name| leads_to(path, name))
    }

    /// Every path that rules may name, those by the names of subjects included.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.fields.iter().map(|field| field.path.clone()).collect();
        for subject in &self.subjects {
            let own = [Some(&subject.variable), subject.sure.as_ref(), subject.possible.as_ref()];
            for name in own.into_iter().flatten() {
                names.push(name.clone());
                names.extend(self.below(&subject.list).map(|field| format!("{name}.{field}")));
            }
        }
        names
    }

    /// The names of the fields below a list of records.
    pub fn below<'s>(&'s self, list: &'s str) -> impl Iterator<Item = &'s str> {
        self.fields.iter().filter_map(move |field| field.path.strip_prefix(list)?.strip_prefix('.'))
    }

    /// What people call the fact of a rule's path: the first label of it in forms, else the path.
    pub fn shown_name<'s>(&'s self, path: &'s str) -> &'s str {
        let of_subject = |subject: &Subject| {
            let rest = path.strip_prefix(subject.variable.as_str())?.strip_prefix('.')?;
            self.field(&format!("{}.{rest}", subject.list))
        };
        let field = self.field(path).or_else(|| self.subjects.iter().find_map(of_subject));
        let label = field.and_then(|field| field.labels.first().or(field.weak_labels.first()));
        label.map_or(path, String::as_str)
    }

    /// A path that a rule lacks, as somebody should be asked for it; `None` if nobody should.
    pub fn asked_for(&self, path: &str) -> Option<String> {
        let of_list = |subject: &&Subject| {
            [&subject.sure, &subject.possible].into_iter().flatten().any(|name| name == path)
        };
        if let Some(subject) = self.subjects.iter().find(of_list) {
            return Some(subject.list.clone());
        }
        self.field(path).is_none_or(|field| !field.by_chance).then(|| path.to_owned())
    }

    pub(super) fn shape(&self) -> &Shape {
        &self.shape
    }
}

fn leads_to(path: &str, name: &str) -> bool {
    name == path || name.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))
}

impl Shape {
    fn add(&mut self, path: &str, kind: FieldKind) {
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        let entries = match self {
            Self::Record(entries) => entries,
            Self::Records(shape) => return shape.add(path, kind),
            Self::Free | Self::Leaf(_) => return,
        };
        let at = entries.iter().position(|(name, _)| &**name == first);
        let new = match (rest, kind) {
            (None, FieldKind::Records) => Self::Records(Box::new(Self::Record(Vec::new()))),
            (None, kind) => Self::Leaf(kind),
            (Some(_), _) => Self::Record(Vec::new()),
        };
        let at = at.unwrap_or_else(|| {
            entries.push((Arc::from(first), new));
            entries.len() - 1
        });
        if let (Some(rest), Some((_, shape))) = (rest, entries.get_mut(at)) {
            shape.add(rest, kind);
        }
    }

    /// What stands under a name, and the name.
    pub(super) fn entry(&self, name: &str) -> Option<(&Arc<str>, &Shape)> {
        match self {
            Self::Record(entries) => {
                entries.iter().find(|(known, _)| &**known == name).map(|(name, shape)| (name, shape))
            }
            _ => None,
        }
    }
}
