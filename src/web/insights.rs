//! Figures of a period, for the API and the pages alike: which period is meant, and what the store has counted.

use actix_web::web::Data;

use super::problem::{Code, Failure};
use super::service::{Service, work};
use crate::app::NotHeld;
use crate::insights::{Day, Insights, Period, Preset};
use crate::wire::FieldError;

/// The period that an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) period: Period,
    /// The preset it was named by.
    pub(super) preset: Option<Preset>,
}

/// What an address says of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) period: Option<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
}

impl Chosen {
    /// A period by its name.
    pub(super) fn preset(preset: Preset, today: Day) -> Self {
        Self { period: preset.period(today), preset: Some(preset) }
    }

    /// The parameters that name the period in an address.
    pub(super) fn query(&self) -> String {
        match self.preset {
            Some(preset) => format!("period={}", preset.word()),
            None => format!("from={}&to={}", self.period.from(), self.period.to()),
        }
    }
}

impl Named {
    /// The period, seen from a day. Where only one end is given the other is today, or as long before as the usual
    /// period is.
    ///
    /// # Errors
    /// All parameters that cannot be accepted.
    pub(super) fn chosen(&self, today: Day) -> Result<Chosen, Vec<FieldError>> {
        if let Some(word) = &self.period {
            if self.from.is_some() || self.to.is_some() {
                return Err(vec![wrong("period", "expected either `period`, or `from` and `to`")]);
            }
            let words: Vec<String> =
                Preset::ALL.iter().map(|preset| format!("`{}`", preset.word())).collect();
            let preset = Preset::from_word(word)
                .ok_or_else(|| vec![wrong("period", &format!("expected one of {}", words.join(", ")))])?;
            return Ok(Chosen::preset(preset, today));
        }
        if self.from.is_none() && self.to.is_none() {
            return Ok(Chosen::preset(Preset::USUAL, today));
        }
        let mut errors = Vec::new();
        let mut day = |name, text: &Option<String>| match text.as_deref().map(str::parse::<Day>) {
            Some(Err(reason)) => {
                errors.push(wrong(name, &reason.to_string()));
                None
            }
            Some(Ok(day)) => Some(day),
            None => None,
        };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        if !errors.is_empty() {
            return Err(errors);
        }
        let to = to.unwrap_or_else(|| today.max(from.unwrap_or(today)));
        let from = from.unwrap_or_else(|| Preset::USUAL.period(to).from());
        let period = Period::new(from, to).ok_or_else(|| {
            vec![wrong("to", "the period ends before it begins; expected `from` to be the earlier day")]
        })?;
        Ok(Chosen { period, preset: None })
    }
}

fn wrong(name: &str, detail: &str) -> FieldError {
    FieldError { pointer: format!("?{name}"), detail: detail.to_owned() }
}

/// Looks at a period.
///
/// # Errors
/// [`Code::StoreUnavailable`] with words for figures, or another [`Failure`].
pub(super) async fn look(service: &Data<Service>, period: Period) -> Result<Insights, Failure> {
    let counted = service.app.counted(period).await.map_err(|reason| match reason {
        NotHeld::Unavailable => Failure::saying(
            Code::StoreUnavailable,
            "figures are made of the conversations that are kept, and those cannot be read at present; try again after the number of seconds in `Retry-After`; diagnosis, search and articles go on",
        ),
        other => other.into(),
    })?;
    work(service, move |app| Ok(app.insights(counted))).await
}
