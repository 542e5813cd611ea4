//! A tree in the base's words: what is done one after the other stands in one route, and only questions part the ways.

use crate::diagnosis::{ActionId, Branch, Costs, Model, Node, Step, Tree};
use crate::kb::{AnswerId, CauseId, KnowledgeBase, PagePath, QuestionId, Symptom};

/// So many causes are named at a step.
const MOST_CAUSES: usize = 3;
/// A less likely cause (0–1) is not worth a word at a step.
const WORTH_NAMING: f64 = 0.05;
/// What the remainder is called.
const SOMETHING_ELSE: &str = "something else";

/// The tree of a symptom in words.
#[derive(Debug, Clone)]
pub struct Outline {
    /// The symptom's id.
    pub symptom: String,
    /// Its title.
    pub title: String,
    /// What following the tree costs, and what other ways would.
    pub costs: Costs,
    /// What to do.
    pub route: Route,
    /// How many steps there are in all.
    pub n_steps: usize,
}

/// Steps that follow each other without a fork; only the last may be a question with ways to go on.
#[derive(Debug, Clone, Default)]
pub struct Route {
    /// The steps.
    pub stops: Vec<Stop>,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Stop {
    /// Its number in reading order, from 1.
    pub number: usize,
    /// What to do.
    pub what: What,
    /// The chance that a case gets here, 0–1.
    pub probability: f64,
    /// What the case is expected to cost from here, in minutes.
    pub cost: f64,
    /// The likeliest causes here with their chances.
    pub causes: Vec<(String, f64)>,
    /// Whether it lies on the way that a case goes most likely.
    pub is_likeliest: bool,
    /// Whether the tree was cut behind it: what comes next is planned when a case gets here.
    pub is_open: bool,
}

/// What is done at a step.
#[derive(Debug, Clone)]
pub enum What {
    /// Put a question.
    Ask {
        /// Its words.
        question: String,
        /// Its page.
        page: Option<PagePath>,
        /// What it takes, in minutes.
        minutes: f64,
        /// How it can go on, likeliest first.
        ways: Vec<Way>,
    },
    /// Try a fix. If it helps, the case is closed; if not, the next stop of the route follows.
    Try {
        /// The cause whose fix is meant, or the fix; of two that are done together both.
        title: String,
        /// The words in front of it.
        lead: String,
        /// The pages with the steps, each with its title.
        pages: Vec<(String, PagePath)>,
        /// What it takes, in minutes.
        minutes: f64,
        /// The chance that it helps here, 0–1.
        helps: f64,
    },
    /// Hand the case over.
    HandOver {
        /// To whom.
        to: String,
    },
}

/// How it goes on after an answer.
#[derive(Debug, Clone)]
pub struct Way {
    /// The answer.
    pub answer: String,
    /// The chance of this answer once the question is put, 0–1.
    pub share: f64,
    /// The chance that a case goes this way, 0–1.
    pub probability: f64,
    /// What to do then.
    pub route: Route,
}

impl Outline {
    /// Puts a tree into words.
    pub fn of(base: &KnowledgeBase, symptom: &Symptom, model: &Model, tree: &Tree) -> Self {
        let mut drawing = Drawing { base, model, n_steps: 0 };
        let route = drawing.route(&tree.root, true);
        Self {
            symptom: symptom.id.to_string(),
            title: symptom.title.clone(),
            costs: tree.costs,
            route,
            n_steps: drawing.n_steps,
        }
    }
}

impl Route {
    /// How many ways of ending there are.
    pub fn n_paths(&self) -> usize {
        match self.stops.last().map(|stop| &stop.what) {
            Some(What::Ask { ways, .. }) if !ways.is_empty() => {
                ways.iter().map(|way| way.route.n_paths()).sum()
            }
            _ => 1,
        }
    }

    /// How many steps there are, on all ways.
    pub fn n_steps(&self) -> usize {
        let ahead = match self.stops.last().map(|stop| &stop.what) {
            Some(What::Ask { ways, .. }) => ways.iter().map(|way| way.route.n_steps()).sum(),
            _ => 0,
        };
        self.stops.len() + ahead
    }
}

impl What {
    /// The words in front of what is done.
    pub fn lead(&self) -> &str {
        match self {
            Self::Ask { .. } => "Ask",
            Self::Try { lead, .. } => lead,
            Self::HandOver { .. } => "Hand over to",
        }
    }

    /// The question, the cause, the fix, or to whom.
    pub fn title(&self) -> &str {
        match self {
            Self::Ask { question, .. } => question,
            Self::Try { title, .. } => title,
            Self::HandOver { to } => to,
        }
    }

    /// The pages that say more, each with its title: two where two fixes are done together.
    pub fn pages(&self) -> Vec<(&str, &PagePath)> {
        match self {
            Self::Ask { question, page, .. } => page.iter().map(|page| (question.as_str(), page)).collect(),
            Self::Try { pages, .. } => pages.iter().map(|(title, page)| (title.as_str(), page)).collect(),
            Self::HandOver { .. } => Vec::new(),
        }
    }
}

struct Drawing<'tree> {
    base: &'tree KnowledgeBase,
    model: &'tree Model,
    n_steps: usize,
}

impl Drawing<'_> {
    /// Follows the steps until a question parts the ways or nothing follows. Only questions go deeper, so that the
    /// longest list of fixes costs no stack.
    fn route(&mut self, from: &Node, starts_likeliest: bool) -> Route {
        let mut stops = Vec::new();
        let mut next = Some(from);
        let mut is_likeliest = starts_likeliest;
        while let Some(node) = next {
            let mut stop = self.stop(node, is_likeliest);
            next = None;
            match &mut stop.what {
                What::Ask { ways, .. } => *ways = self.ways(node, is_likeliest),
                What::Try { helps, .. } => {
                    is_likeliest &= *helps < 0.5;
                    next = node.branches.first().map(|(_, failed)| failed);
                }
                What::HandOver { .. } => {}
            }
            stops.push(stop);
        }
        Route { stops }
    }

    fn stop(&mut self, node: &Node, is_likeliest: bool) -> Stop {
        self.n_steps += 1;
        let what = match &node.step {
            Step::Ask(id) => self.asking(id),
            Step::Try(id) => self.trying(id, node),
            Step::Escalate => What::HandOver { to: self.base.settings().escalation.to.clone() },
        };
        Stop {
            number: self.n_steps,
            what,
            probability: node.probability,
            cost: node.cost,
            causes: self.likeliest_causes(node),
            is_likeliest,
            is_open: node.is_open,
        }
    }

    fn asking(&self, id: &QuestionId) -> What {
        let question = self.base.question(id);
        What::Ask {
            question: question.map_or_else(|| id.to_string(), |question| question.ask.clone()),
            page: question.map(|question| question.page.clone()),
            minutes: question.map_or(0.0, |question| question.effort.value()),
            ways: Vec::new(),
        }
    }

    fn trying(&self, id: &ActionId, node: &Node) -> What {
        let pages = id.parts().iter().filter_map(|part| {
            let page = match part {
                ActionId::FixOf(cause) => self.base.cause(cause).map(|cause| cause.page.clone()),
                ActionId::Fix(fix) => self.base.fix(fix).map(|fix| fix.page.clone()),
                ActionId::Both(_) => None,
            };
            Some((part.title(self.base), page?))
        });
        let lead = id.together(self.base).unwrap_or_else(|| match id {
            ActionId::FixOf(_) => "Try the fix for".to_owned(),
            ActionId::Fix(_) | ActionId::Both(_) => "Try".to_owned(),
        });
        let action = self.model.actions.iter().find(|action| action.id == *id);
        let minutes = action.map_or(0.0, |action| action.cost);
        let helps = action.map_or(0.0, |action| {
            let cures = self.model.causes.iter().map(|(cause, _)| cause).zip(&action.cures);
            let cured = cures.filter_map(|(cause, chance)| {
                Some(chance * node.causes.iter().find(|(here, _)| here == cause)?.1)
            });
            cured.sum()
        });
        What::Try { title: id.title(self.base), lead, pages: pages.collect(), minutes, helps }
    }

    fn ways(&mut self, node: &Node, is_likeliest: bool) -> Vec<Way> {
        let Step::Ask(question) = &node.step else { return Vec::new() };
        let mut branches: Vec<&(Branch, Node)> = node.branches.iter().collect();
        // The sort is stable: answers as likely as each other stay in the order of the page.
        branches.sort_by(|(_, first), (_, second)| second.probability.total_cmp(&first.probability));
        let branches = branches.into_iter().enumerate();
        branches
            .map(|(place, (branch, then))| Way {
                answer: self.answer(question, branch),
                share: if node.probability > 0.0 { then.probability / node.probability } else { 0.0 },
                probability: then.probability,
                route: self.route(then, is_likeliest && place == 0),
            })
            .collect()
    }

    fn answer(&self, question: &QuestionId, branch: &Branch) -> String {
        let Branch::Answer(id) = branch else { return String::new() };
        let label = |id: &AnswerId| {
            let answers = &self.base.question(question)?.answers;
            Some(answers.iter().find(|answer| answer.id == *id)?.label.clone())
        };
        label(id).unwrap_or_else(|| id.to_string())
    }

    fn likeliest_causes(&self, node: &Node) -> Vec<(String, f64)> {
        let worth = node.causes.iter().filter(|(_, chance)| *chance >= WORTH_NAMING).take(MOST_CAUSES);
        worth.map(|(cause, chance)| (self.cause(cause.as_ref()), *chance)).collect()
    }

    fn cause(&self, id: Option<&CauseId>) -> String {
        let Some(id) = id else { return SOMETHING_ELSE.to_owned() };
        self.base.cause(id).map_or_else(|| id.to_string(), |cause| cause.title.clone())
    }
}
