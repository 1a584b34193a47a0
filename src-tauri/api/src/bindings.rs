//! TypeScript for the UI, made from the command list and the transport types.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ts_rs::{Config, TS, TypeVisitor};

use crate::commands::{COMMANDS, Kind, Tag};

/// The whole text of `ui/src/api/bindings.ts`.
pub fn typescript() -> String {
    let mut out = String::from(
        "// Made from the command list in src-tauri/api. Don't edit; `make bindings` writes it anew.\n\n",
    );
    for declaration in declarations().values() {
        let _ = writeln!(out, "export {declaration}\n");
    }
    out.push_str(&tags());
    out.push_str(&commands());
    out
}

struct Declarations<'a> {
    config: &'a Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            T::visit_dependencies(self);
            return;
        }
        let name = T::ident(self.config);
        if self.found.contains_key(&name) {
            return;
        }
        self.found.insert(name, T::decl(self.config));
        T::visit_dependencies(self);
    }
}

fn declarations() -> BTreeMap<String, String> {
    let config = Config::new().with_large_int("number");
    let mut visitor = Declarations { config: &config, found: BTreeMap::new() };
    macro_rules! visit {
        ($($kind:ident $needs:ident $name:literal $function:ident($request:ty) -> $response:ty [$($tag:ident),*],)*) => {{
            use crate::types::*;
            $(visitor.visit::<$request>(); visitor.visit::<$response>(); <$response as TS>::visit_generics(&mut visitor);)*
            visitor.visit::<Event>();
            visitor.visit::<ApiError>();
            visitor.visit::<LogResult>();
            visitor.visit::<ExportResult>();
            visitor.visit::<CheckReport>();
            visitor.visit::<Collected>();
            visitor.visit::<RepairReport>();
            visitor.visit::<Reproduced>();
        }};
    }
    crate::with_commands!(visit);
    visitor.found
}

fn tags() -> String {
    let names: Vec<String> = Tag::ALL.iter().map(|tag| format!("\"{}\"", tag.as_str())).collect();
    format!("export type Tag = {};\n\n", names.join(" | "))
}

fn commands() -> String {
    let mut types = String::from("export interface Commands {\n");
    let mut table = String::from(
        "export type CommandName = keyof Commands;\n\nexport type Role = \"viewer\" | \"member\" | \"admin\";\n\nexport const COMMANDS: Record<CommandName, { kind: \"read\" | \"write\"; role: Role; here: boolean; tags: readonly Tag[] }> = {\n",
    );
    for spec in COMMANDS {
        let (request, response) = (script_type(spec.request), script_type(spec.response));
        let _ = writeln!(types, "  \"{}\": {{ request: {request}; response: {response} }};", spec.name);
        let kind = if spec.kind == Kind::Read { "read" } else { "write" };
        let tags: Vec<String> = spec.tags.iter().map(|tag| format!("\"{}\"", tag.as_str())).collect();
        let (role, here) = (spec.needs.role.as_str(), spec.needs.here);
        let _ = writeln!(
            table,
            "  \"{}\": {{ kind: \"{kind}\", role: \"{role}\", here: {here}, tags: [{}] }},",
            spec.name,
            tags.join(", ")
        );
    }
    format!("{types}}}\n\n{table}}};\n")
}

/// `Vec<Job>` is `Array<Job>` in TypeScript; everything else in the list is a plain name.
fn script_type(rust: &str) -> String {
    rust.replace(' ', "").replace("Vec<String>", "Array<string>").replace("Vec<", "Array<")
}
