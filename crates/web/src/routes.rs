//! The doors of a system, each with its access rule. Nothing here can be built without one.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use ui::{Cx, Page};

use crate::{
    access::Access,
    act::{Act, Done},
    input::Input,
    reply::{Fault, Reply},
    view::View,
};

/// For doors that take no query.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
pub struct Nothing {}

/// A file to hand out.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// The name it is saved under.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Shown in the browser rather than saved.
    pub inline: bool,
}

/// What a page gives: markup for people, JSON for programs.
pub(crate) enum Shown {
    Html { title: String, body: String, look: Framing },
    Json(Vec<u8>),
}

/// How a page wants to be framed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Framing {
    /// Tables over the whole width.
    pub wide: bool,
    /// An A4 paper.
    pub print: bool,
}

pub(crate) type Ready = Box<dyn FnMut(&mut Act<'_>) -> Reply<Done> + Send>;

/// Shows a page: for people with a context, for programs without one.
pub(crate) type Look = dyn Fn(&View<'_>, &Input, Option<&Cx>) -> Reply<Shown> + Send + Sync;
/// Does what must not hold the transaction and gives what is done within it.
pub(crate) type Prepare = dyn Fn(&View<'_>, &Input) -> Reply<Ready> + Send + Sync;
/// Fetches a file.
pub(crate) type Fetch = dyn Fn(&View<'_>, &Input) -> Reply<Attachment> + Send + Sync;

pub(crate) enum Run {
    Page(Box<Look>),
    Act(Box<Prepare>),
    File(Box<Fetch>),
}

/// One door.
pub struct Route {
    /// The system it belongs to.
    pub system: &'static str,
    /// Its path, with `{name}` for values.
    pub path: &'static str,
    /// Who may pass.
    pub access: Access,
    /// The page that shows an act's form again when it is refused; its own path by default.
    pub form: &'static str,
    /// Form fields that take files.
    pub files: &'static [&'static str],
    /// How much it takes where that is more than other doors do.
    pub body: Option<Allowance>,
    /// Who stands before it.
    pub way: Way,
    pub(crate) run: Run,
    pub(crate) takes: fn(&mut SchemaGenerator) -> Schema,
    pub(crate) gives: Option<fn(&mut SchemaGenerator) -> Schema>,
}

/// How much a door takes at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Bytes of a form with files, in place of [`crate::Settings::upload_bytes`].
    pub bytes: usize,
    /// The word key of what is said when more comes, beside the file's field; `{max}` is filled with megabytes.
    pub says: &'static str,
}

/// How a door is passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// By people with their session, and by programs with a token.
    #[default]
    Any,
    /// By people alone: what concerns one's own account.
    InPerson,
    /// By people alone who gave their password within the last minutes: acts that weigh heavily.
    Elevated,
}

impl Route {
    /// `GET` or `POST`.
    #[must_use]
    pub fn method(&self) -> &'static str {
        if matches!(self.run, Run::Act(_)) { "POST" } else { "GET" }
    }
    /// Whether it hands out files.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self.run, Run::File(_))
    }
    /// Whether it shows a page.
    #[must_use]
    pub fn is_page(&self) -> bool {
        matches!(self.run, Run::Page(_))
    }
}

/// The doors of one system.
pub struct Routes {
    system: &'static str,
    list: Vec<Arc<Route>>,
}

impl Routes {
    /// No doors yet.
    #[must_use]
    pub fn new(system: &'static str) -> Self {
        Self {
            system,
            list: Vec::new(),
        }
    }
    /// All of them.
    #[must_use]
    pub fn into_list(self) -> Vec<Arc<Route>> {
        self.list
    }
    /// Joins the doors of two systems.
    #[must_use]
    pub fn and(mut self, other: Routes) -> Self {
        self.list.extend(other.list);
        self
    }

    /// A page.
    #[must_use]
    pub fn page<Q, P, F>(mut self, path: &'static str, access: Access, f: F) -> Self
    where
        Q: DeserializeOwned + JsonSchema + 'static,
        P: Page + Serialize + JsonSchema + 'static,
        F: Fn(&View<'_>, Q) -> Reply<P> + Send + Sync + 'static,
    {
        let run = move |view: &View<'_>, input: &Input, cx: Option<&Cx>| {
            let page = f(view, input.read()?)?;
            match cx {
                None => serde_json::to_vec(&page)
                    .map(Shown::Json)
                    .map_err(|e| Fault::other(e).into()),
                Some(cx) => {
                    let body = page.body(cx).map_err(Fault::other)?;
                    Ok(Shown::Html {
                        title: page.title(cx),
                        body,
                        look: Framing {
                            wide: page.wide(),
                            print: page.print(),
                        },
                    })
                }
            }
        };
        self.push(
            path,
            access,
            Run::Page(Box::new(run)),
            subschema::<Q>,
            Some(subschema::<P>),
        );
        self
    }

    /// An act.
    #[must_use]
    pub fn act<T, F>(self, path: &'static str, access: Access, f: F) -> Self
    where
        T: DeserializeOwned + JsonSchema + Clone + Send + 'static,
        F: Fn(&mut Act<'_>, T) -> Reply<Done> + Send + Sync + Clone + 'static,
    {
        self.act_after(path, access, |_: &View<'_>, form: T| Ok(form), f)
    }

    /// An act with work before it that must not hold the transaction: reading a file, hashing a
    /// password. What `before` gives is handed to `f`.
    #[must_use]
    pub fn act_after<T, G, B, F>(mut self, path: &'static str, access: Access, before: B, f: F) -> Self
    where
        T: DeserializeOwned + JsonSchema + 'static,
        G: Clone + Send + 'static,
        B: Fn(&View<'_>, T) -> Reply<G> + Send + Sync + 'static,
        F: Fn(&mut Act<'_>, G) -> Reply<Done> + Send + Sync + Clone + 'static,
    {
        let run = move |view: &View<'_>, input: &Input| {
            let form = before(view, input.read()?)?;
            let f = f.clone();
            let ready: Ready = Box::new(move |act: &mut Act<'_>| f(act, form.clone()));
            Ok(ready)
        };
        self.push(
            path,
            access,
            Run::Act(Box::new(run)),
            subschema::<T>,
            Some(subschema::<Done>),
        );
        self
    }

    /// A file.
    #[must_use]
    pub fn file<Q, F>(mut self, path: &'static str, access: Access, f: F) -> Self
    where
        Q: DeserializeOwned + JsonSchema + 'static,
        F: Fn(&View<'_>, Q) -> Reply<Attachment> + Send + Sync + 'static,
    {
        let run = move |view: &View<'_>, input: &Input| f(view, input.read()?);
        self.push(path, access, Run::File(Box::new(run)), subschema::<Q>, None);
        self
    }

    /// Names the page that shows the last act's form again when it is refused.
    #[must_use]
    pub fn form(self, page: &'static str) -> Self {
        self.change_last(|route| route.form = page)
    }

    /// Lets the last act take files in these fields.
    #[must_use]
    pub fn files(self, fields: &'static [&'static str]) -> Self {
        self.change_last(|route| route.files = fields)
    }

    /// Lets the last act take larger files than other doors do, from whoever may pass it, one such form at a time; `says`
    /// is the word key of what to do with a file that is larger still.
    #[must_use]
    pub fn body(self, bytes: usize, says: &'static str) -> Self {
        self.change_last(|route| route.body = Some(Allowance { bytes, says }))
    }

    /// The last door is for people alone: no access token opens it.
    #[must_use]
    pub fn in_person(self) -> Self {
        self.change_last(|route| route.way = Way::InPerson)
    }

    /// The last act weighs heavily: it asks for the password again unless it was given within the last minutes, and no
    /// access token opens it. Its form must not carry passwords or files of its own: they could not be kept meanwhile.
    #[must_use]
    pub fn elevated(self) -> Self {
        self.change_last(|route| route.way = Way::Elevated)
    }

    /// All doors so far are for people alone, unless they ask for more.
    #[must_use]
    pub fn all_in_person(mut self) -> Self {
        for route in self.list.iter_mut().filter_map(Arc::get_mut) {
            if route.way == Way::Any {
                route.way = Way::InPerson;
            }
        }
        self
    }

    fn change_last(mut self, change: impl FnOnce(&mut Route)) -> Self {
        if let Some(route) = self.list.last_mut().and_then(Arc::get_mut) {
            change(route);
        }
        self
    }

    fn push(
        &mut self,
        path: &'static str,
        access: Access,
        run: Run,
        takes: fn(&mut SchemaGenerator) -> Schema,
        gives: Option<fn(&mut SchemaGenerator) -> Schema>,
    ) {
        let route = Route {
            system: self.system,
            path,
            access,
            form: path,
            files: &[],
            body: None,
            way: Way::Any,
            run,
            takes,
            gives,
        };
        self.list.push(Arc::new(route));
    }
}

fn subschema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}
