//! The conversation with the provider: where to send somebody, and whom they come back as.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
    CoreTokenType,
};
use openidconnect::{
    AccessToken, AdditionalClaims, AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError,
    Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse,
    StandardTokenResponse, SubjectIdentifier, TokenResponse, UserInfoClaims,
};
use serde_json::{Map, Value};
use tokio::sync::Semaphore;

use super::asked::{self, NoAnswer};
use super::person::{Person, is_let_in};
use crate::config::Oidc;

/// How many may be on their way to the provider at a time: if it hangs, they would pile up.
const MOST_AT_ONCE: usize = 64;

/// Signatures that only the provider can make. Those made with the client's own secret are not among them.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What binds one attempt to sign in together, from the way there to the way back. All of it is hard to guess.
#[derive(Clone)]
pub struct Attempt {
    /// Comes back beside the code.
    pub state: String,
    /// Comes back inside the signed statement.
    pub nonce: String,
    /// Proves that whoever brings the code has begun the attempt: 43 to 128 plain characters.
    pub verifier: String,
}

/// Why somebody is not signed in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSignedIn {
    /// The provider cannot be asked at present.
    #[error("the identity provider cannot be asked: {0}")]
    Unavailable(String),
    /// What came from the provider does not prove anything.
    #[error("the identity provider's statement is not accepted: {0}")]
    NotAccepted(String),
    /// The provider knows them, but the settings do not let them in.
    #[error("signed in, but not among those who are let in")]
    NotAllowed(Person),
}

/// An identity provider.
pub struct Provider {
    settings: Oidc,
    http: reqwest::Client,
    /// What it has said of itself, with its keys.
    known: Mutex<Option<Arc<CoreProviderMetadata>>>,
    places: Semaphore,
}

#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct Others {
    #[serde(flatten)]
    claims: HashMap<String, Value>,
}

impl AdditionalClaims for Others {}

type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Token = StandardTokenResponse<Fields, CoreTokenType>;
type OurClient = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Token,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Provider {
    /// A provider that is asked when somebody signs in, not before.
    ///
    /// # Errors
    /// In words, if requests cannot be sent at all.
    pub fn new(settings: Oidc) -> Result<Self, String> {
        let http = asked::client()?;
        Ok(Self { settings, http, known: Mutex::new(None), places: Semaphore::new(MOST_AT_ONCE) })
    }

    /// The provider's address, as the settings have it.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// What the settings say of the provider, for comparison: other settings, another text.
    pub fn fingerprint(&self) -> String {
        let Oidc { issuer, client_id, rule, .. } = &self.settings;
        format!("{issuer} {client_id} {rule:?}")
    }

    /// Where somebody is sent to sign in.
    ///
    /// # Errors
    /// [`NotSignedIn::Unavailable`] if the provider cannot be asked about itself.
    pub async fn address(&self, attempt: &Attempt) -> Result<String, NotSignedIn> {
        let client = self.client(&*self.metadata().await?)?;
        let Attempt { state, nonce, verifier } = attempt.clone();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        let verifier = PkceCodeVerifier::new(verifier);
        let (address, _, _) = client
            .authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scopes(scopes)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(address.to_string())
    }

    /// Who came back with this code.
    ///
    /// # Errors
    /// [`NotSignedIn`] if that is not proven, or they are not let in.
    pub async fn person(&self, code: String, attempt: &Attempt) -> Result<Person, NotSignedIn> {
        let claims = self.claims(code, attempt).await?;
        let person =
            Person::of(&claims).ok_or_else(|| NotSignedIn::NotAccepted("it names nobody".to_owned()))?;
        match &self.settings.rule {
            Some(rule) if !is_let_in(rule, &claims) => Err(NotSignedIn::NotAllowed(person)),
            _ => Ok(person),
        }
    }

    /// What the provider vouches for.
    async fn claims(&self, code: String, attempt: &Attempt) -> Result<Map<String, Value>, NotSignedIn> {
        let metadata = self.metadata().await?;
        let client = self.client(&metadata)?;
        let token = self.token(&client, code, attempt).await?;
        let nonce = Nonce::new(attempt.nonce.clone());
        let verified = match verified(&client, &token, &nonce) {
            // The provider may have new keys.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                self.forget(&metadata);
                verified(&self.client(&*self.metadata().await?)?, &token, &nonce)
            }
            verified => verified,
        };
        let (subject, mut claims) = verified.map_err(|error| NotSignedIn::NotAccepted(error.to_string()))?;
        if self.says_too_little(&claims) && metadata.userinfo_endpoint().is_some() {
            let more = self.user_info(&client, token.access_token().clone(), subject).await?;
            for (name, value) in more {
                claims.entry(name).or_insert(value);
            }
        }
        Ok(claims)
    }

    /// Whether the signed statement leaves out what is needed; many providers tell more when they are asked.
    fn says_too_little(&self, claims: &Map<String, Value>) -> bool {
        let is_unnamed = !claims.contains_key("name") && !claims.contains_key("preferred_username");
        is_unnamed || self.settings.rule.as_ref().is_some_and(|rule| !claims.contains_key(&rule.claim))
    }

    async fn token(&self, client: &OurClient, code: String, attempt: &Attempt) -> Result<Token, NotSignedIn> {
        let _place = self.place()?;
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|_| unavailable("it names no address for codes"))?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()));
        let send = |request| asked::answer(self.http.clone(), request);
        request.request_async(&send).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(said) => {
                let code = said.error().as_ref().to_owned();
                // What the provider holds against us is for the operator, what against the code for the person.
                if code == "invalid_grant" {
                    NotSignedIn::NotAccepted(code)
                } else {
                    NotSignedIn::Unavailable(code)
                }
            }
            RequestTokenError::Request(error) => NotSignedIn::Unavailable(error.to_string()),
            RequestTokenError::Parse(..) => unavailable("its answer to the code cannot be read"),
            RequestTokenError::Other(words) => NotSignedIn::Unavailable(words),
        })
    }

    async fn user_info(
        &self,
        client: &OurClient,
        token: AccessToken,
        subject: SubjectIdentifier,
    ) -> Result<Map<String, Value>, NotSignedIn> {
        let _place = self.place()?;
        let request = client.user_info(token, Some(subject));
        let request = request.map_err(|_| unavailable("it names no address for statements about people"))?;
        let send = |request| asked::answer(self.http.clone(), request);
        let more: Result<UserInfoClaims<Others, CoreGenderClaim>, _> = request.request_async(&send).await;
        let more =
            more.map_err(|error| NotSignedIn::Unavailable(format!("about people it said: {error}")))?;
        Ok(as_map(&more))
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> Result<OurClient, NotSignedIn> {
        let Oidc { client_id, secret, redirect, .. } = &self.settings;
        let secret = secret.as_ref().map(|secret| ClientSecret::new(secret.reveal().to_owned()));
        let redirect = RedirectUrl::new(redirect.clone()).map_err(|error| unavailable(&error.to_string()))?;
        let client =
            OurClient::from_provider_metadata(metadata.clone(), ClientId::new(client_id.clone()), secret);
        let ways = metadata.token_endpoint_auth_methods_supported();
        let is_in_body = ways.is_some_and(|ways| {
            !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && ways.contains(&CoreClientAuthMethod::ClientSecretPost)
        });
        let way = if is_in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        Ok(client.set_redirect_uri(redirect).set_auth_type(way))
    }

    /// What the provider says of itself; asked once, and again after something did not fit.
    async fn metadata(&self) -> Result<Arc<CoreProviderMetadata>, NotSignedIn> {
        if let Some(known) = self.known().clone() {
            return Ok(known);
        }
        let _place = self.place()?;
        let issuer =
            IssuerUrl::new(self.settings.issuer.clone()).map_err(|error| unavailable(&error.to_string()))?;
        let send = |request| asked::answer(self.http.clone(), request);
        let asked = CoreProviderMetadata::discover_async(issuer, &send).await;
        let metadata = Arc::new(asked.map_err(|error| NotSignedIn::Unavailable(in_words(&error)))?);
        *self.known() = Some(Arc::clone(&metadata));
        Ok(metadata)
    }

    fn forget(&self, metadata: &Arc<CoreProviderMetadata>) {
        let mut known = self.known();
        if known.as_ref().is_some_and(|known| Arc::ptr_eq(known, metadata)) {
            *known = None;
        }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Option<Arc<CoreProviderMetadata>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self) -> Result<tokio::sync::SemaphorePermit<'_>, NotSignedIn> {
        self.places.try_acquire().map_err(|_| unavailable("too many are waiting for it"))
    }
}

fn verified(
    client: &OurClient,
    token: &Token,
    nonce: &Nonce,
) -> Result<(SubjectIdentifier, Map<String, Value>), ClaimsVerificationError> {
    let missing = || ClaimsVerificationError::Other("there is none".to_owned());
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES);
    let claims = token.id_token().ok_or_else(missing)?.claims(&verifier, nonce)?;
    Ok((claims.subject().clone(), as_map(claims)))
}

fn as_map(claims: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(claims) {
        Ok(Value::Object(claims)) => claims,
        _ => Map::new(),
    }
}

fn unavailable(words: &str) -> NotSignedIn {
    NotSignedIn::Unavailable(words.to_owned())
}

fn in_words(error: &openidconnect::DiscoveryError<NoAnswer>) -> String {
    use openidconnect::DiscoveryError;
    match error {
        DiscoveryError::Request(error) => error.to_string(),
        DiscoveryError::Response(status, _, _) => format!("asked about itself, it answered {status}"),
        DiscoveryError::Validation(words) => words.clone(),
        _ => "what it says of itself cannot be read".to_owned(),
    }
}
