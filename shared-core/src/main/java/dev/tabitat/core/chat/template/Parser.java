package dev.tabitat.core.chat.template;

import java.util.ArrayList;
import java.util.List;

/** Parses a template's statements. */
final class Parser {

    private final Tokens tokens;
    private final Expressions expressions;
    private int loops;

    private Parser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new Expressions(tokens);
    }

    static List<Statement> parse(String template) {
        Parser parser = new Parser(new Tokens(Lexer.tokens(template)));
        return parser.body();
    }

    /** Statements up to the block that begins with one of the given words, whose word has been read then. */
    private List<Statement> body(String... ends) {
        tokens.enter();
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = tokens.next();
            switch (token.type()) {
                case DATA -> statements.add(new Statement.Data(token.text()));
                case VARIABLE_BEGIN -> {
                    statements.add(new Statement.Output(expressions.tuple(), token.line()));
                    tokens.expect(Token.Type.VARIABLE_END, "}}");
                }
                case BLOCK_BEGIN -> {
                    Token word = tokens.peek();
                    if (word.type() == Token.Type.NAME && List.of(ends).contains(word.text())) {
                        tokens.next();
                        tokens.leave();
                        return statements;
                    }
                    statements.add(statement(tokens.name("a statement"), token.line()));
                }
                default -> {
                    if (ends.length > 0) {
                        throw TemplateErrors.at(token.line(),
                                "the template ends where " + String.join(" or ", ends) + " is missing.");
                    }
                    tokens.leave();
                    return statements;
                }
            }
        }
    }

    private Statement statement(String word, int line) {
        return switch (word) {
            case "if" -> branches();
            case "for" -> loop(line);
            case "set" -> set(line);
            case "macro" -> macro();
            case "call" -> callBlock(line);
            case "filter" -> filterBlock();
            case "generation" -> {
                tokens.endBlock();
                List<Statement> body = outsideLoops("endgeneration");
                tokens.endBlock();
                yield new Statement.Filtered(body, new Expression.Name(Target.CAPTURED));
            }
            case "with" -> with();
            case "break", "continue" -> {
                if (loops == 0) {
                    throw TemplateErrors.at(line, word + " stands outside a loop.");
                }
                tokens.endBlock();
                yield new Statement.Jump(word.equals("break") ? Flow.BREAK : Flow.CONTINUE);
            }
            default -> throw TemplateErrors.at(line, "the statement " + word + " is not supported.");
        };
    }

    private Statement branches() {
        List<Expression> tests = new ArrayList<>();
        List<List<Statement>> bodies = new ArrayList<>();
        String end = "elif";
        while (end.equals("elif")) {
            tests.add(expressions.tuple());
            tokens.endBlock();
            bodies.add(body("elif", "else", "endif"));
            end = tokens.last();
        }
        if (end.equals("else")) {
            tokens.endBlock();
            tests.add(new Expression.Constant(Value.Bool.TRUE));
            bodies.add(body("endif"));
        }
        tokens.endBlock();
        return new Statement.If(tests, bodies);
    }

    private Statement loop(int line) {
        Target target = target(false);
        tokens.expect(Token.Type.NAME, "in");
        Expression over = expressions.tupleWithoutChoice();
        Expression filter = new Expression.Constant(Value.Bool.TRUE);
        if (tokens.skip(Token.Type.NAME, "if")) {
            filter = expressions.expression();
        }
        if (tokens.peek().is(Token.Type.NAME, "recursive")) {
            throw TemplateErrors.at(line, "a recursive loop is not supported.");
        }
        tokens.endBlock();
        loops++;
        List<Statement> body = body("else", "endfor");
        loops--;
        List<Statement> otherwise = List.of();
        if (tokens.last().equals("else")) {
            tokens.endBlock();
            otherwise = body("endfor");
        }
        tokens.endBlock();
        return new Statement.For(target, over, filter, body, otherwise, line);
    }

    private Statement set(int line) {
        Target target = target(true);
        if (tokens.skip(Token.Type.OPERATOR, "=")) {
            Expression value = expressions.tuple();
            tokens.endBlock();
            return new Statement.Set(target, value, line);
        }
        Expression filtered = expressions.filters(new Expression.Name(Target.CAPTURED));
        tokens.endBlock();
        List<Statement> body = outsideLoops("endset");
        tokens.endBlock();
        return new Statement.SetBlock(target, body, filtered, line);
    }

    private Target target(boolean withMembers) {
        List<Target> targets = new ArrayList<>();
        boolean bracket = tokens.skip(Token.Type.OPERATOR, "(");
        boolean several = false;
        do {
            if (!targets.isEmpty() && tokens.peek().type() != Token.Type.NAME) {
                several = true;
                break;
            }
            String name = tokens.name("a name to assign to");
            if (Expressions.isReserved(name)) {
                throw TemplateErrors.at(tokens.line(), "\"" + name + "\" cannot be assigned to.");
            }
            targets.add(withMembers && tokens.skip(Token.Type.OPERATOR, ".")
                    ? new Target.Member(name, tokens.name("a member of a namespace"))
                    : new Target.Name(name));
        } while (tokens.skip(Token.Type.OPERATOR, ","));
        if (bracket) {
            tokens.expect(Token.Type.OPERATOR, ")");
        }
        return targets.size() == 1 && !several ? targets.get(0) : new Target.Several(targets);
    }

    private Statement macro() {
        String name = tokens.name("the name of a macro");
        Macros.Signature signature = signature();
        tokens.endBlock();
        List<Statement> body = outsideLoops("endmacro");
        tokens.endBlock();
        return new Statement.Macro(name, signature, body);
    }

    private Macros.Signature signature() {
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        tokens.expect(Token.Type.OPERATOR, "(");
        while (!tokens.skip(Token.Type.OPERATOR, ")")) {
            if (!parameters.isEmpty()) {
                tokens.expect(Token.Type.OPERATOR, ",");
                if (tokens.skip(Token.Type.OPERATOR, ")")) {
                    break;
                }
            }
            parameters.add(tokens.name("a parameter"));
            if (tokens.skip(Token.Type.OPERATOR, "=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw TemplateErrors.at(tokens.line(), "a parameter without a default follows one with a default.");
            }
        }
        return new Macros.Signature(parameters, defaults);
    }

    private Statement callBlock(int line) {
        Macros.Signature signature = tokens.peek().is(Token.Type.OPERATOR, "(") ? signature()
                : new Macros.Signature(List.of(), List.of());
        if (!(expressions.expression() instanceof Expression.Call call)) {
            throw TemplateErrors.at(line, "call needs the call of a macro.");
        }
        tokens.endBlock();
        List<Statement> body = outsideLoops("endcall");
        tokens.endBlock();
        return new Statement.CallBlock(call, signature, body);
    }

    private Statement filterBlock() {
        Expression filtered = expressions.firstFilter(new Expression.Name(Target.CAPTURED));
        tokens.endBlock();
        List<Statement> body = outsideLoops("endfilter");
        tokens.endBlock();
        return new Statement.Filtered(body, filtered);
    }

    private Statement with() {
        List<Target> targets = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (tokens.peek().type() != Token.Type.BLOCK_END) {
            if (!targets.isEmpty()) {
                tokens.expect(Token.Type.OPERATOR, ",");
            }
            targets.add(new Target.Name(tokens.name("a name to assign to")));
            tokens.expect(Token.Type.OPERATOR, "=");
            values.add(expressions.expression());
        }
        tokens.endBlock();
        List<Statement> body = body("endwith");
        tokens.endBlock();
        return new Statement.With(targets, values, body);
    }

    /** A body whose text is captured: a loop around it cannot be left from inside. */
    private List<Statement> outsideLoops(String end) {
        int outer = loops;
        loops = 0;
        List<Statement> body = body(end);
        loops = outer;
        return body;
    }
}
