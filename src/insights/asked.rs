//! What was asked in vain, put together by what it is about.
//!
//! Messages of the same words are one. The others are compared as recognition compares texts; each joins the cluster
//! that it is most like on average, if it is like enough, else it begins one. Frequent and early messages come first, so
//! the same messages always make the same clusters.

use std::collections::HashMap;

use crate::recognition::likenesses;
use crate::text::fold;
use crate::text::words::words;

/// From this average likeness on a message belongs to a cluster. Found on made-up messages of a help desk: below 0.3
/// troubles come together that share but "cannot open", above 0.4 paraphrases of one trouble stay apart.
const ALIKE: f32 = 0.33;

/// A message that was asked in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// By which it is known.
    pub id: String,
    /// When it was sent, in milliseconds since the beginning of 1970.
    pub at: i64,
    /// Its words.
    pub text: String,
}

/// Messages about the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// The message that stands for all: the most frequent one, of equally frequent ones the first.
    pub representative: Message,
    /// All wordings, each once, the most frequent first.
    pub wordings: Vec<String>,
    /// The ids of all messages.
    pub ids: Vec<String>,
    /// When the first message was sent.
    pub first_at: i64,
    /// When the last message was sent.
    pub last_at: i64,
}

/// Messages of the same words.
struct Wording<'messages> {
    messages: Vec<&'messages Message>,
}

impl Wording<'_> {
    /// The first of them.
    fn first(&self) -> Option<&Message> {
        self.messages.iter().min_by_key(|message| (message.at, &message.id)).copied()
    }
}

/// Clusters of messages, the largest first, of equally large ones the one with the latest message.
pub fn clusters(messages: &[Message], n_threads: usize) -> Vec<Cluster> {
    let wordings = wordings(messages);
    let texts: Vec<&str> =
        wordings.iter().map(|wording| wording.first().map_or("", |message| message.text.as_str())).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: Vec<usize> = Vec::with_capacity(wordings.len());
    for (at, alike) in likenesses(&texts, n_threads).into_iter().enumerate() {
        let group = nearest(&alike, &group_of, &groups).unwrap_or(groups.len());
        match groups.get_mut(group) {
            Some(members) => members.push(at),
            None => groups.push(vec![at]),
        }
        group_of.push(group);
    }
    let mut clusters: Vec<Cluster> = groups
        .into_iter()
        .filter_map(|members| cluster(members.into_iter().filter_map(|at| wordings.get(at)).collect()))
        .collect();
    clusters.sort_by(|one, other| {
        let by_size = other.ids.len().cmp(&one.ids.len());
        by_size
            .then(other.last_at.cmp(&one.last_at))
            .then(one.representative.id.cmp(&other.representative.id))
    });
    clusters
}

/// The messages by their words, the most frequent first.
fn wordings(messages: &[Message]) -> Vec<Wording<'_>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut wordings: Vec<Wording<'_>> = Vec::new();
    for message in messages {
        let place = *places.entry(same_words(&message.text)).or_insert(wordings.len());
        match wordings.get_mut(place) {
            Some(wording) => wording.messages.push(message),
            None => wordings.push(Wording { messages: vec![message] }),
        }
    }
    let order = |wording: &Wording<'_>| {
        let first = wording.first().map(|message| (message.at, message.id.clone()));
        (std::cmp::Reverse(wording.messages.len()), first)
    };
    wordings.sort_by_cached_key(order);
    wordings
}

/// What messages have in common that differ in case, accents and punctuation only.
fn same_words(text: &str) -> String {
    let words: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    if words.is_empty() { fold(text) } else { words.join(" ") }
}

/// The group that is most like a text on average, if one is like enough; of equals the first.
fn nearest(alike: &[(usize, f32)], group_of: &[usize], groups: &[Vec<usize>]) -> Option<usize> {
    let mut sums: HashMap<usize, f32> = HashMap::new();
    for (other, likeness) in alike {
        if let Some(group) = group_of.get(*other) {
            *sums.entry(*group).or_default() += likeness;
        }
    }
    let mean = |(group, sum): (usize, f32)| {
        let n_members = groups.get(group).map_or(1, Vec::len);
        (group, sum / n_members as f32)
    };
    let near = sums.into_iter().map(mean).filter(|(_, mean)| *mean >= ALIKE);
    let best = near.max_by(|(one, a), (other, b)| a.total_cmp(b).then(other.cmp(one)));
    best.map(|(group, _)| group)
}

fn cluster(wordings: Vec<&Wording<'_>>) -> Option<Cluster> {
    let representative = wordings.first()?.first()?.clone();
    let messages = || wordings.iter().flat_map(|wording| &wording.messages);
    Some(Cluster {
        representative,
        wordings: wordings.iter().filter_map(|wording| Some(wording.first()?.text.clone())).collect(),
        ids: messages().map(|message| message.id.clone()).collect(),
        first_at: messages().map(|message| message.at).min()?,
        last_at: messages().map(|message| message.at).max()?,
    })
}
