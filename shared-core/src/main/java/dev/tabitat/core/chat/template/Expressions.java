package dev.tabitat.core.chat.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses expressions, with Jinja's precedence of operators. */
final class Expressions {

    private static final Expression NONE = new Expression.Constant(Value.None.NONE);
    private static final List<String> RESERVED = List.of("true", "false", "none", "True", "False", "None");

    private final Tokens tokens;

    Expressions(Tokens tokens) {
        this.tokens = tokens;
    }

    static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** One expression, or several with commas between as a tuple. */
    Expression tuple() {
        return tuple(true);
    }

    /** The same without {@code if}, which is the filter of a loop there. */
    Expression tupleWithoutChoice() {
        return tuple(false);
    }

    private Expression tuple(boolean withChoice) {
        Expression first = withChoice ? expression() : or();
        if (!tokens.isOperator(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (tokens.skip(Token.Type.OPERATOR, ",")) {
            Token next = tokens.peek();
            if (next.type() == Token.Type.BLOCK_END || next.type() == Token.Type.VARIABLE_END
                    || next.is(Token.Type.OPERATOR, ")")) {
                break;
            }
            items.add(withChoice ? expression() : or());
        }
        return new Expression.Items(Value.Sequence.Kind.TUPLE, items);
    }

    Expression expression() {
        tokens.enter();
        Expression value = or();
        while (tokens.skip(Token.Type.NAME, "if")) {
            Expression test = or();
            Expression otherwise = tokens.skip(Token.Type.NAME, "else") ? expression()
                    : new Expression.Constant(new Value.Undefined("the value of an if without else"));
            value = new Expression.Choice(test, value, otherwise);
        }
        tokens.leave();
        return value;
    }

    private Expression or() {
        Expression left = and();
        while (tokens.skip(Token.Type.NAME, "or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.skip(Token.Type.NAME, "and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        if (!tokens.skip(Token.Type.NAME, "not")) {
            return comparison();
        }
        tokens.enter();
        Expression of = new Expression.Not(not());
        tokens.leave();
        return of;
    }

    private Expression comparison() {
        int line = tokens.line();
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            if (token.type() == Token.Type.OPERATOR
                    && List.of("==", "!=", "<", "<=", ">", ">=").contains(token.text())) {
                operators.add(tokens.next().text());
            } else if (tokens.skip(Token.Type.NAME, "in")) {
                operators.add("in");
            } else if (tokens.isName("not") && tokens.peekSecond().is(Token.Type.NAME, "in")) {
                tokens.next();
                tokens.next();
                operators.add("not in");
            } else {
                return others.isEmpty() ? first : new Expression.Comparison(first, operators, others, line);
            }
            others.add(sum());
        }
    }

    private Expression sum() {
        Expression left = concat();
        while (tokens.isOperator("+") || tokens.isOperator("-")) {
            Token operator = tokens.next();
            left = new Expression.Binary(operator.text(), left, concat(), operator.line());
        }
        return left;
    }

    private Expression concat() {
        Expression first = product();
        if (!tokens.isOperator("~")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (tokens.skip(Token.Type.OPERATOR, "~")) {
            parts.add(product());
        }
        return new Expression.Concat(parts);
    }

    private Expression product() {
        Expression left = power();
        while (tokens.isOperator("*") || tokens.isOperator("/") || tokens.isOperator("//") || tokens.isOperator("%")) {
            Token operator = tokens.next();
            left = new Expression.Binary(operator.text(), left, power(), operator.line());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (tokens.isOperator("**")) {
            Token operator = tokens.next();
            left = new Expression.Binary("**", left, unary(true), operator.line());
        }
        return left;
    }

    private Expression unary(boolean withFilters) {
        int line = tokens.line();
        tokens.enter();
        Expression value;
        if (tokens.skip(Token.Type.OPERATOR, "-")) {
            value = new Expression.Sign(true, unary(false), line);
        } else if (tokens.skip(Token.Type.OPERATOR, "+")) {
            value = new Expression.Sign(false, unary(false), line);
        } else {
            value = primary();
        }
        value = postfix(value);
        tokens.leave();
        return withFilters ? filters(value) : value;
    }

    private Expression primary() {
        Token token = tokens.next();
        return switch (token.type()) {
            case NAME -> name(token.text());
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (tokens.peek().type() == Token.Type.STRING) {
                    text.append(tokens.next().text());
                }
                yield new Expression.Constant(new Value.Text(text.toString()));
            }
            case INTEGER -> new Expression.Constant(Numbers.literal(token));
            case FLOAT -> new Expression.Constant(Numbers.real(token));
            case OPERATOR -> switch (token.text()) {
                case "(" -> bracket();
                case "[" -> new Expression.Items(Value.Sequence.Kind.LIST, listItems());
                case "{" -> mapping();
                default -> throw unexpected(token);
            };
            default -> throw unexpected(token);
        };
    }

    private static RuntimeException unexpected(Token token) {
        return TemplateErrors.at(token.line(), "a value was expected, " + token.shown() + " was found.");
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> new Expression.Constant(Value.Bool.TRUE);
            case "false", "False" -> new Expression.Constant(Value.Bool.FALSE);
            case "none", "None" -> NONE;
            default -> new Expression.Name(name);
        };
    }

    private Expression bracket() {
        if (tokens.skip(Token.Type.OPERATOR, ")")) {
            return new Expression.Items(Value.Sequence.Kind.TUPLE, List.of());
        }
        Expression inner = tuple();
        tokens.expect(Token.Type.OPERATOR, ")");
        return inner;
    }

    private List<Expression> listItems() {
        List<Expression> items = new ArrayList<>();
        while (!tokens.skip(Token.Type.OPERATOR, "]")) {
            if (!items.isEmpty()) {
                tokens.expect(Token.Type.OPERATOR, ",");
                if (tokens.skip(Token.Type.OPERATOR, "]")) {
                    break;
                }
            }
            items.add(expression());
        }
        return items;
    }

    private Expression mapping() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.skip(Token.Type.OPERATOR, "}")) {
            if (!keys.isEmpty()) {
                tokens.expect(Token.Type.OPERATOR, ",");
                if (tokens.skip(Token.Type.OPERATOR, "}")) {
                    break;
                }
            }
            keys.add(expression());
            tokens.expect(Token.Type.OPERATOR, ":");
            values.add(expression());
        }
        return new Expression.Mapping(keys, values);
    }

    private Expression postfix(Expression first) {
        Expression value = first;
        while (true) {
            int line = tokens.line();
            if (tokens.skip(Token.Type.OPERATOR, ".")) {
                value = tokens.peek().type() == Token.Type.INTEGER
                        ? new Expression.Item(value, new Expression.Constant(Numbers.literal(tokens.next())), line)
                        : new Expression.Member(value, tokens.name("a member"), line);
            } else if (tokens.skip(Token.Type.OPERATOR, "[")) {
                value = subscript(value, line);
            } else if (tokens.isOperator("(")) {
                value = call(value, line);
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression of, int line) {
        Expression from = tokens.isOperator(":") ? NONE : expression();
        if (tokens.skip(Token.Type.OPERATOR, "]")) {
            return new Expression.Item(of, from, line);
        }
        tokens.expect(Token.Type.OPERATOR, ":");
        Expression to = tokens.isOperator(":") || tokens.isOperator("]") ? NONE : expression();
        Expression step = NONE;
        if (tokens.skip(Token.Type.OPERATOR, ":") && !tokens.isOperator("]")) {
            step = expression();
        }
        tokens.expect(Token.Type.OPERATOR, "]");
        return new Expression.Slice(of, from, to, step, line);
    }

    private Expression.Call call(Expression function, int line) {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        arguments(positional, named);
        return new Expression.Call(function, positional, named, line);
    }

    private void arguments(List<Expression> positional, Map<String, Expression> named) {
        tokens.expect(Token.Type.OPERATOR, "(");
        boolean first = true;
        while (!tokens.skip(Token.Type.OPERATOR, ")")) {
            if (!first) {
                tokens.expect(Token.Type.OPERATOR, ",");
                if (tokens.skip(Token.Type.OPERATOR, ")")) {
                    return;
                }
            }
            first = false;
            if (tokens.peek().type() == Token.Type.NAME && tokens.peekSecond().is(Token.Type.OPERATOR, "=")) {
                String name = tokens.next().text();
                tokens.next();
                named.put(name, expression());
            } else if (!named.isEmpty()) {
                throw TemplateErrors.at(tokens.line(), "an argument by position follows one by name.");
            } else {
                positional.add(expression());
            }
        }
    }

    /** The filters, tests and calls that follow a value. */
    Expression filters(Expression first) {
        Expression value = first;
        while (true) {
            int line = tokens.line();
            if (tokens.skip(Token.Type.OPERATOR, "|")) {
                value = filter(value);
            } else if (tokens.skip(Token.Type.NAME, "is")) {
                value = test(value, line);
            } else if (tokens.isOperator("(")) {
                value = call(value, line);
            } else {
                return value;
            }
        }
    }

    /** A filter's name and arguments, then the filters that follow it. */
    Expression firstFilter(Expression value) {
        return filters(filter(value));
    }

    private Expression filter(Expression value) {
        int line = tokens.line();
        String name = tokens.name("the name of a filter");
        Filters.Filter filter = Filters.find(name);
        if (filter == null) {
            throw TemplateErrors.at(line, "the filter " + name + " is not supported.");
        }
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        if (tokens.isOperator("(")) {
            arguments(positional, named);
        }
        return new Expression.Filter(value, filter, positional, named, line);
    }

    private Expression test(Expression value, int line) {
        boolean negated = tokens.skip(Token.Type.NAME, "not");
        String name = tokens.name("the name of a test");
        Tests.Test test = Tests.find(name);
        if (test == null) {
            throw TemplateErrors.at(line, "the test " + name + " is not supported.");
        }
        List<Expression> positional = new ArrayList<>();
        if (tokens.isOperator("(")) {
            Map<String, Expression> named = new LinkedHashMap<>();
            arguments(positional, named);
            if (!named.isEmpty()) {
                throw TemplateErrors.at(line, "the test " + name + " takes no arguments by name.");
            }
        } else if (beginsArgument(tokens.peek())) {
            positional.add(postfix(primary()));
        }
        Expression result = new Expression.Test(value, test, positional, line);
        return negated ? new Expression.Not(result) : result;
    }

    private static boolean beginsArgument(Token token) {
        return switch (token.type()) {
            case NAME -> !List.of("else", "or", "and", "if", "in", "not", "is").contains(token.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            default -> false;
        };
    }
}
