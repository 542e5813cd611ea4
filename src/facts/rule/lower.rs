//! From the tree that the language's parser gives to one that can be evaluated, and what is wrong with it.

use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SourceInfo, operators};
use regex::RegexBuilder;

use super::node::{Comparison, Function, Loop, LoopKind, Node, Operator};
use super::{BadRule, character_at};

/// How deep loops over lists may be nested.
const DEEPEST_LOOPS: usize = 2;
/// How large a compiled pattern may be, in bytes.
const LARGEST_PATTERN: usize = 1 << 20;

/// A path that an expression reads, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) path: String,
    /// Counted from 1.
    pub(super) column: usize,
}

/// Turns trees into nodes.
pub(super) struct Lowering<'a> {
    source: &'a SourceInfo,
    /// The variables of the loops around, outermost first, with the path of the list each goes over.
    loops: Vec<(String, Option<String>)>,
    pub(super) mentions: Vec<Mention>,
    pub(super) calls: Vec<(Function, usize)>,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(source: &'a SourceInfo) -> Self {
        Self { source, loops: Vec::new(), mentions: Vec::new(), calls: Vec::new() }
    }

    pub(super) fn lower(&mut self, expr: &IdedExpr) -> Result<Node, BadRule> {
        match &expr.expr {
            Expr::Literal(literal) => self.literal(literal, expr),
            Expr::Ident(_) | Expr::Select(_) => {
                let node = self.path(expr)?;
                self.mention(&node, expr);
                Ok(node)
            }
            Expr::Call(call) => self.call(call, expr),
            Expr::List(list) => {
                Ok(Node::List(list.elements.iter().map(|item| self.lower(item)).collect::<Result<_, _>>()?))
            }
            Expr::Comprehension(each) => self.each(each, expr),
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => Err(self.unsupported("a map", expr)),
        }
    }

    /// The byte at which an expression starts.
    fn offset(&self, expr: &IdedExpr) -> usize {
        self.source.offset_for(expr.id).map_or(0, |(start, _)| start as usize)
    }

    fn column(&self, expr: &IdedExpr) -> usize {
        character_at(&self.source.source, self.offset(expr))
    }

    fn unsupported(&self, what: &'static str, expr: &IdedExpr) -> BadRule {
        BadRule::Unsupported { what, column: self.column(expr) }
    }

    fn literal(&self, literal: &LiteralValue, expr: &IdedExpr) -> Result<Node, BadRule> {
        Ok(match literal {
            LiteralValue::Boolean(flag) => Node::Flag(*flag.inner()),
            LiteralValue::Int(number) => Node::Whole(*number.inner()),
            LiteralValue::UInt(number) => Node::Whole(
                i64::try_from(*number.inner()).map_err(|_| self.unsupported("so large a number", expr))?,
            ),
            LiteralValue::Double(number) => Node::Number(*number.inner()),
            LiteralValue::String(text) => Node::Text(text.inner().to_owned()),
            LiteralValue::Null => return Err(self.unsupported("`null` (ask with `has(…)`)", expr)),
            LiteralValue::Bytes(_) => return Err(self.unsupported("bytes", expr)),
        })
    }

    /// A name with what is selected from it. What stands at its beginning may be any expression.
    fn path(&mut self, expr: &IdedExpr) -> Result<Node, BadRule> {
        match &expr.expr {
            Expr::Ident(name) => {
                let slot = self.loops.iter().rposition(|(variable, _)| variable == name);
                Ok(slot.map_or_else(|| Node::Variable(name.clone()), Node::Item))
            }
            Expr::Select(select) => {
                let of = Box::new(self.path(&select.operand)?);
                let field = select.field.clone();
                Ok(if select.test { Node::Has(of, field) } else { Node::Select(of, field) })
            }
            Expr::Call(call) if call.func_name == operators::INDEX => {
                let [list, at] = self.two(call, expr)?;
                Ok(Node::Index(Box::new([self.path(list)?, self.lower(at)?])))
            }
            _ => self.lower(expr),
        }
    }

    fn mention(&mut self, node: &Node, expr: &IdedExpr) {
        let lists: Vec<Option<String>> = self.loops.iter().map(|(_, path)| path.clone()).collect();
        if let Some(path) = node.path(&lists) {
            let column = self.column(first_of(expr));
            self.mentions.push(Mention { path, column });
        }
    }

    fn two<'e>(&self, call: &'e CallExpr, expr: &IdedExpr) -> Result<[&'e IdedExpr; 2], BadRule> {
        let mut arguments = call.target.as_deref().into_iter().chain(&call.args);
        match (arguments.next(), arguments.next(), arguments.next()) {
            (Some(first), Some(second), None) => Ok([first, second]),
            _ => Err(self.unsupported("this operation", expr)),
        }
    }

    fn call(&mut self, call: &CallExpr, expr: &IdedExpr) -> Result<Node, BadRule> {
        let arguments: Vec<&IdedExpr> = call.target.as_deref().into_iter().chain(&call.args).collect();
        if let Some(node) = self.operator(&call.func_name, &arguments, expr)? {
            return Ok(node);
        }
        let column = self.column(expr);
        if call.func_name == "matches" {
            return self.matches(&arguments, column);
        }
        let Some((name, function, wanted)) = Function::ALL.iter().find(|(name, ..)| *name == call.func_name)
        else {
            return Err(BadRule::UnknownFunction { name: call.func_name.clone(), column: self.start(expr) });
        };
        if arguments.len() != *wanted {
            let found = arguments.len();
            return Err(BadRule::Arguments { name: (*name).to_owned(), wanted: *wanted, found, column });
        }
        self.calls.push((*function, column));
        let lowered = arguments.into_iter().map(|argument| self.lower(argument)).collect::<Result<_, _>>()?;
        Ok(Node::Call(*function, lowered))
    }

    /// Where the name of a function stands: for `a.f()` the parser notes the place of the bracket.
    fn start(&self, expr: &IdedExpr) -> usize {
        let column = self.column(expr);
        let Expr::Call(call) = &expr.expr else { return column };
        let before = self.source.source.get(..self.offset(expr)).unwrap_or_default();
        let name = before.strip_suffix(call.func_name.as_str());
        name.map_or(column, |before| character_at(&self.source.source, before.len()))
    }

    fn operator(
        &mut self,
        name: &str,
        arguments: &[&IdedExpr],
        expr: &IdedExpr,
    ) -> Result<Option<Node>, BadRule> {
        let comparison = match name {
            operators::EQUALS => Some(Comparison::Equal),
            operators::NOT_EQUALS => Some(Comparison::Unequal),
            operators::LESS => Some(Comparison::Less),
            operators::LESS_EQUALS => Some(Comparison::AtMost),
            operators::GREATER => Some(Comparison::Greater),
            operators::GREATER_EQUALS => Some(Comparison::AtLeast),
            _ => None,
        };
        let calculation = match name {
            operators::ADD => Some(Operator::Add),
            operators::SUBSTRACT => Some(Operator::Subtract),
            operators::MULTIPLY => Some(Operator::Multiply),
            operators::DIVIDE => Some(Operator::Divide),
            operators::MODULO => Some(Operator::Remainder),
            _ => None,
        };
        let node = match (arguments, comparison, calculation) {
            ([one, other], Some(comparison), _) => Node::Compare(comparison, self.both(one, other)?),
            ([one, other], _, Some(operator)) => Node::Calculate(operator, self.both(one, other)?),
            ([one, other], ..) if name == operators::LOGICAL_AND => Node::And(self.both(one, other)?),
            ([one, other], ..) if name == operators::LOGICAL_OR => Node::Or(self.both(one, other)?),
            ([one, other], ..) if name == operators::IN => Node::In(self.both(one, other)?),
            ([_, _], ..) if name == operators::INDEX => {
                let node = self.path(expr)?;
                self.mention(&node, expr);
                node
            }
            ([one], ..) if name == operators::LOGICAL_NOT => Node::Not(Box::new(self.lower(one)?)),
            ([one], ..) if name == operators::NEGATE => Node::Negate(Box::new(self.lower(one)?)),
            ([when, then, other], ..) if name == operators::CONDITIONAL => {
                Node::If(Box::new([self.lower(when)?, self.lower(then)?, self.lower(other)?]))
            }
            _ if name == operators::OPT_INDEX || name == operators::OPT_SELECT => {
                return Err(self.unsupported("`?` in a path", expr));
            }
            _ => return Ok(None),
        };
        Ok(Some(node))
    }

    fn both(&mut self, one: &IdedExpr, other: &IdedExpr) -> Result<Box<[Node; 2]>, BadRule> {
        Ok(Box::new([self.lower(one)?, self.lower(other)?]))
    }

    fn matches(&mut self, arguments: &[&IdedExpr], column: usize) -> Result<Node, BadRule> {
        let [text, pattern] = arguments else {
            let found = arguments.len();
            return Err(BadRule::Arguments { name: "matches".to_owned(), wanted: 2, found, column });
        };
        let Expr::Literal(LiteralValue::String(pattern)) = &pattern.expr else {
            return Err(BadRule::Pattern { column: self.column(pattern) });
        };
        let compiled = RegexBuilder::new(pattern.inner()).size_limit(LARGEST_PATTERN).build();
        let pattern = compiled.map_err(|_| BadRule::Pattern { column })?;
        Ok(Node::Matches(Box::new(self.lower(text)?), pattern))
    }

    /// The parser writes `exists`, `all`, `filter` and `map` out as loops that gather a result; here they are known
    /// again by what they start with and what they do at each step.
    fn each(&mut self, each: &ComprehensionExpr, expr: &IdedExpr) -> Result<Node, BadRule> {
        if self.loops.len() >= DEEPEST_LOOPS {
            return Err(BadRule::LoopsTooDeep { column: self.column(expr) });
        }
        let unknown = || self.unsupported("this kind of loop", expr);
        let Expr::Call(step) = &each.loop_step.expr else { return Err(unknown()) };
        let (kind, test, makes) = match (&each.accu_init.expr, step.func_name.as_str(), step.args.as_slice())
        {
            (Expr::Literal(LiteralValue::Boolean(_)), operators::LOGICAL_OR, [_, test]) => {
                (LoopKind::Exists, Some(test), None)
            }
            (Expr::Literal(LiteralValue::Boolean(_)), operators::LOGICAL_AND, [_, test]) => {
                (LoopKind::All, Some(test), None)
            }
            (Expr::Literal(LiteralValue::Int(_)), operators::CONDITIONAL, [test, ..]) => {
                (LoopKind::ExistsOne, Some(test), None)
            }
            (Expr::List(_), operators::ADD, [_, made]) => {
                (LoopKind::Collect, None, Some(only_item(made).ok_or_else(unknown)?))
            }
            (Expr::List(_), operators::CONDITIONAL, [test, added, _]) => {
                let Expr::Call(added) = &added.expr else { return Err(unknown()) };
                let made = added.args.get(1).and_then(only_item).ok_or_else(unknown)?;
                (LoopKind::Collect, Some(test), Some(made))
            }
            _ => return Err(unknown()),
        };
        let list = self.lower(&each.iter_range)?;
        let lists: Vec<Option<String>> = self.loops.iter().map(|(_, path)| path.clone()).collect();
        self.loops.push((each.iter_var.clone(), list.path(&lists)));
        let test = test.map(|test| self.lower(test)).transpose();
        let makes = makes.map(|makes| self.lower(makes)).transpose();
        self.loops.pop();
        Ok(Node::Loop(Box::new(Loop { kind, list, test: test?, makes: makes? })))
    }
}

fn only_item(list: &IdedExpr) -> Option<&IdedExpr> {
    match &list.expr {
        Expr::List(list) => list.elements.first(),
        _ => None,
    }
}

/// The name at the beginning of a path: that is where a person looks for it.
fn first_of(expr: &IdedExpr) -> &IdedExpr {
    match &expr.expr {
        Expr::Select(select) => first_of(&select.operand),
        Expr::Call(call) => call.args.first().map_or(expr, first_of),
        _ => expr,
    }
}
