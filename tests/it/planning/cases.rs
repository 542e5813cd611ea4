//! Troubles made up at random, in plain numbers and written as pages. Nothing of the program is used to make the numbers:
//! what is normalised in it is normalised here once more.

use std::fmt::Write;

use deskdoc::kb::SourceFile;

/// What a made-up trouble is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One fix for each cause, a few questions of different worth.
    HelpDesk,
    /// Fixes that help with several causes.
    Overlapping,
    /// One fix for each cause, and many cheap questions.
    QuestionRich,
}

pub const SHAPES: [Shape; 3] = [Shape::HelpDesk, Shape::Overlapping, Shape::QuestionRich];

pub struct Fix {
    pub id: String,
    pub cost: f64,
    pub cures: Vec<f64>,
    /// Whether it ends in the step that several fixes share.
    pub restarts: bool,
}

pub struct Question {
    pub id: String,
    pub cost: f64,
    /// One row for each answer, one number for each cause and the last for "something else"; as written, not scaled.
    pub written: Vec<Vec<f64>>,
    /// The same, scaled so that the answers of each cause sum to 1.
    pub chances: Vec<Vec<f64>>,
}

/// A trouble: causes `c0`, `c1`, … and "something else" at the end.
pub struct Case {
    pub written: Vec<f64>,
    pub chances: Vec<f64>,
    pub fixes: Vec<Fix>,
    pub questions: Vec<Question>,
    pub hand_over: f64,
    /// What the shared step takes, if any fix ends in it.
    pub restart: Option<f64>,
}

/// A stream of numbers that is the same on every machine (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, n: usize) -> usize {
        ((self.share() * n as f64) as usize).min(n - 1)
    }

    fn one_of(&mut self, numbers: &[f64]) -> f64 {
        numbers[self.below(numbers.len())]
    }
}

pub fn case(dice: &mut Dice, shape: Shape, n_fixes: usize, n_questions: usize) -> Case {
    let written: Vec<f64> = (0..n_fixes).map(|_| (0.02 + dice.share().powi(2)).min(1.0)).collect();
    let sum: f64 = written.iter().sum();
    let other = 0.05;
    let mut chances: Vec<f64> = written.iter().map(|weight| weight * (1.0 - other) / sum).collect();
    chances.push(other);
    let fixes = (0..n_fixes).map(|at| fix(dice, shape, n_fixes, at)).collect();
    let questions = (0..n_questions).map(|at| question(dice, shape, n_fixes + 1, at)).collect();
    Case { written, chances, fixes, questions, hand_over: 60.0, restart: None }
}

/// The same troubles with a step that most of the fixes end in.
pub fn case_with_restarts(dice: &mut Dice, shape: Shape, n_fixes: usize, n_questions: usize) -> Case {
    let mut case = case(dice, shape, n_fixes, n_questions);
    let restart = dice.one_of(&[1.0, 2.0, 3.0, 5.0]);
    for fix in &mut case.fixes {
        fix.restarts = fix.cost >= restart && dice.share() < 0.8;
    }
    case.restart = Some(restart);
    case
}

fn fix(dice: &mut Dice, shape: Shape, n_causes: usize, own: usize) -> Fix {
    let cost = dice.one_of(&[1.0, 2.0, 3.0, 3.0, 5.0, 8.0, 8.0, 12.0, 20.0]);
    let overlapping = shape == Shape::Overlapping;
    let mut cures = vec![0.0; n_causes + 1];
    for (cause, chance) in cures.iter_mut().enumerate().take(n_causes) {
        if cause == own {
            *chance = dice.one_of(&[0.9, 0.9, 0.95, 0.5, 0.8]);
        } else if overlapping && dice.share() < 0.3 {
            *chance = dice.one_of(&[0.9, 0.5, 0.15, 0.7]);
        }
    }
    Fix { id: if overlapping { format!("f{own}") } else { format!("c{own}") }, cost, cures, restarts: false }
}

fn question(dice: &mut Dice, shape: Shape, n_causes: usize, at: usize) -> Question {
    let rich = shape == Shape::QuestionRich;
    let n_answers = if rich { 2 + dice.below(2) } else { 2 + dice.below(3) };
    let cost = dice.one_of(if rich { &[0.2, 0.5, 0.5, 1.0] } else { &[0.5, 1.0, 1.0, 3.0] });
    let mut written = vec![vec![0.0; n_causes]; n_answers];
    for cause in 0..n_causes {
        let usual = dice.below(n_answers);
        for (answer, row) in written.iter_mut().enumerate() {
            row[cause] = if answer == usual {
                dice.one_of(&[0.98, 0.9, 0.9])
            } else {
                dice.one_of(&[0.1, 0.02, 0.1, 0.5])
            };
        }
    }
    let mut chances = written.clone();
    for cause in 0..n_causes {
        let sum: f64 = written.iter().map(|row| row[cause]).sum();
        chances.iter_mut().for_each(|row| row[cause] /= sum);
    }
    Question { id: format!("q{at}"), cost, written, chances }
}

impl Case {
    /// The trouble as a knowledge base: the symptom `trouble` and everything behind it.
    pub fn pages(&self) -> Vec<SourceFile> {
        let named: Vec<String> =
            self.written.iter().enumerate().map(|(at, weight)| format!("c{at}: {weight}")).collect();
        let mut pages = vec![
            page(
                "kb.yml",
                format!(
                    "name: Trouble\nescalation: {{to: us, text: here, effort: {}}}\n{}",
                    self.hand_over,
                    self.restart
                        .map_or_else(String::new, |takes| format!("shared_steps: {{restart: {takes}}}\n"))
                ),
            ),
            page(
                "trouble.md",
                format!(
                    "---\nkind: symptom\nsays: [there is trouble]\ncauses: {{{}}}\nother: 0.05\n---\n# Trouble\n",
                    named.join(", ")
                ),
            ),
        ];
        for cause in 0..self.written.len() {
            pages.push(self.cause_page(cause));
        }
        for fix in self.fixes.iter().filter(|fix| fix.id.starts_with('f')) {
            let cures = fix.cures.iter().enumerate().filter(|(_, chance)| **chance > 0.0);
            let cures: Vec<String> = cures.map(|(at, chance)| format!("c{at}: {chance}")).collect();
            let text = format!(
                "---\nkind: fix\neffort: {}\n{}cures: {{{}}}\n---\n# Fix\n\n## Fix\n\n1. do it\n",
                fix.cost,
                fix.ends_with(),
                cures.join(", ")
            );
            pages.push(page(&format!("{}.md", fix.id), text));
        }
        pages.extend(self.questions.iter().map(question_page));
        pages
    }

    /// A cause whose fix has a page of its own hands over by itself: it has nothing else to offer.
    fn cause_page(&self, cause: usize) -> SourceFile {
        let id = format!("c{cause}");
        let text = match self.fixes.iter().find(|fix| fix.id == id) {
            Some(fix) => format!(
                "---\nkind: cause\neffort: {}\n{}works: {}\n---\n# Cause\n\n## Fix\n\n1. do it\n",
                fix.cost,
                fix.ends_with(),
                fix.cures[cause]
            ),
            None => "---\nkind: cause\nescalate: true\n---\n# Cause\n".to_owned(),
        };
        page(&format!("{id}.md"), text)
    }
}

impl Fix {
    fn ends_with(&self) -> &'static str {
        if self.restarts { "ends_with: restart\n" } else { "" }
    }
}

fn question_page(question: &Question) -> SourceFile {
    let mut text = format!("---\nkind: question\nask: Which?\neffort: {}\nanswers:\n", question.cost);
    for (answer, row) in question.written.iter().enumerate() {
        let (other, named) = row.split_last().unwrap();
        let named: Vec<String> =
            named.iter().enumerate().map(|(at, chance)| format!("c{at}: {chance}")).collect();
        writeln!(
            text,
            "  - {{id: a{answer}, label: A, likelihood: {{{}, \"*\": {other}}}}}",
            named.join(", ")
        )
        .unwrap();
    }
    text += "---\n# Question\n";
    page(&format!("{}.md", question.id), text)
}

fn page(path: &str, text: String) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: text.into_bytes() }
}
