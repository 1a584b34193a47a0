//! Prints `ui/src/api/bindings.ts`.

#[allow(clippy::print_stdout)] // this is what it is for
fn main() {
    print!("{}", cairn_api::bindings::typescript());
}
