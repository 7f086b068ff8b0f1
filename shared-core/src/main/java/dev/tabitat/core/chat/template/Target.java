package dev.tabitat.core.chat.template;

import java.util.List;

/** What {@code set} and {@code for} assign to: a name, a member of a namespace, or several of them. */
sealed interface Target {

    /** The name under which a captured text is seen by its filter; no template can write it. */
    String CAPTURED = "{captured}";

    void assign(Evaluation evaluation, Scope scope, Value value);

    record Name(String name) implements Target {
        @Override
        public void assign(Evaluation evaluation, Scope scope, Value value) {
            scope.set(name, value);
        }
    }

    record Member(String namespace, String name) implements Target {
        @Override
        public void assign(Evaluation evaluation, Scope scope, Value value) {
            if (!(scope.find(namespace) instanceof Value.Namespace found)) {
                throw evaluation.error(namespace + " is no namespace; only a namespace's members can be set.");
            }
            found.members().put(name, value);
        }
    }

    record Several(List<Target> targets) implements Target {
        @Override
        public void assign(Evaluation evaluation, Scope scope, Value value) {
            List<Value> values = Values.iterate(evaluation, value);
            if (values.size() != targets.size()) {
                throw evaluation.error(values.size() + " values cannot be assigned to " + targets.size() + " names.");
            }
            for (int i = 0; i < values.size(); i++) {
                targets.get(i).assign(evaluation, scope, values.get(i));
            }
        }
    }
}
