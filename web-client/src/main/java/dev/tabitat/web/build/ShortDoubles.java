package dev.tabitat.web.build;

import dev.tabitat.core.json.JsonNumber;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * A plugin of TeaVM that has doubles written by {@link JsonNumber#text} wherever a text is made of one, since the app
 * needs that code anyway: the class library's own takes 10 KB more of each program. Whole numbers are written without a
 * fraction, as ECMA-262 {@code Number::toString} does.
 */
public final class ShortDoubles implements TeaVMPlugin {

    private static final String BUILDER = "java.lang.AbstractStringBuilder";
    private static final MethodDescriptor INSERT = new MethodDescriptor("insert", ValueType.INTEGER, ValueType.DOUBLE,
            ValueType.object(BUILDER));

    @Override
    public void install(TeaVMHost host) {
        host.add(new Rewriter());
    }

    private static final class Rewriter implements ClassHolderTransformer {

        @Override
        public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
            MethodHolder method = type.getName().equals(BUILDER) ? type.getMethod(INSERT) : null;
            if (method == null) {
                return;
            }
            ProgramEmitter code = ProgramEmitter.create(method, context.getHierarchy());
            code.var(0, type)
                    .invokeVirtual("insert", ValueType.object(BUILDER), code.var(1, ValueType.INTEGER),
                            code.invoke(JsonNumber.class, "text", String.class, code.var(2, ValueType.DOUBLE)))
                    .returnValue();
        }
    }
}
