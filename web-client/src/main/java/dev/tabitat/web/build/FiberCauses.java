package dev.tabitat.web.build;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.teavm.backend.wasm.WasmGCTarget;
import org.teavm.callgraph.CallGraph;
import org.teavm.callgraph.CallGraphNode;
import org.teavm.dependency.PreciseDependencyAnalyzer;
import org.teavm.interop.Async;
import org.teavm.model.ClassReader;
import org.teavm.model.ClassReaderSource;
import org.teavm.model.MethodReader;
import org.teavm.model.MethodReference;
import org.teavm.model.ReferenceCache;
import org.teavm.parsing.ClasspathClassHolderSource;
import org.teavm.parsing.resource.ResourceProvider;
import org.teavm.runtime.Fiber;
import org.teavm.vm.TeaVM;
import org.teavm.vm.TeaVMBuilder;
import org.teavm.vm.TeaVMOptimizationLevel;
import org.teavm.vm.TeaVMPhase;
import org.teavm.vm.TeaVMProgressFeedback;
import org.teavm.vm.TeaVMProgressListener;

/**
 * Why functions are fibers: lists the methods that make most others wait, and the callbacks that wait and were handed
 * to methods of the class library. TeaVM compiles a method as a fiber when any call in it may reach a wait; where a
 * library method such as {@code Optional.ifPresent} gets one callback that waits, every caller of it becomes a fiber.
 * Such callbacks are to be loops and conditions.
 *
 * <p>
 * Runs TeaVM's own analysis of the whole program, as for the shipped binary, and stops before it generates code.
 */
public final class FiberCauses {

    private static final int LISTED = 30;

    private FiberCauses() {}

    /** @param arguments names of main classes */
    public static void main(String[] arguments) {
        for (String main : arguments) {
            print(main);
        }
    }

    private static void print(String main) {
        TeaVM vm = analysed(main);
        WaitingGraph<MethodReference> waiting = waiting(vm);
        System.out.printf(Locale.ROOT, "%n%s: %,d of %,d methods may wait%n", main, waiting.size(),
                vm.getDependencyInfo().getReachableMethods().size());
        System.out.println("Methods without which so many would not wait:");
        waiting.byCause().stream().limit(LISTED)
                .forEach(method -> System.out.printf(Locale.ROOT, "%,8d %s%n", waiting.causes(method), method));
        System.out.println("Callbacks that wait and are handed to the class library (threads excepted):");
        waiting.handedOver(FiberCauses::isOfLibrary).forEach((library, callbacks) -> {
            if (!library.getClassName().equals(Thread.class.getName())) {
                System.out.printf(Locale.ROOT, "%,8d %s%n", waiting.causes(library), library);
                callbacks.forEach(callback -> System.out.println("         gets " + callback));
            }
        });
    }

    private static boolean isOfLibrary(MethodReference method) {
        return method.getClassName().startsWith("java.");
    }

    private static TeaVM analysed(String main) {
        ClassLoader loader = FiberCauses.class.getClassLoader();
        ReferenceCache references = new ReferenceCache();
        List<File> classpath = new ArrayList<>();
        if (loader instanceof java.net.URLClassLoader urls) {
            Stream.of(urls.getURLs()).forEach(url -> classpath.add(new File(java.net.URI.create(url.toString()))));
        } else {
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .forEach(path -> classpath.add(new File(path)));
        }
        ResourceProvider resources = ResourceProvider.ofClassPath(classpath);
        WasmGCTarget target = new WasmGCTarget();
        target.setStrict(true);
        TeaVM vm = new TeaVMBuilder(target).setClassLoader(loader).setResourceProvider(resources)
                .setReferenceCache(references)
                .setClassSource(new ClasspathClassHolderSource(resources, references, loader)).setStrict(true)
                .setDependencyAnalyzerFactory(PreciseDependencyAnalyzer::new).build();
        vm.setOptimizationLevel(TeaVMOptimizationLevel.ADVANCED);
        vm.installPlugins();
        vm.setEntryPoint(main);
        vm.setProgressListener(new TeaVMProgressListener() {
            @Override
            public TeaVMProgressFeedback phaseStarted(TeaVMPhase phase, int count) {
                return phase == TeaVMPhase.COMPILING ? TeaVMProgressFeedback.CANCEL : TeaVMProgressFeedback.CONTINUE;
            }

            @Override
            public TeaVMProgressFeedback progressReached(int progress) {
                return TeaVMProgressFeedback.CONTINUE;
            }
        });
        vm.build(name -> new ByteArrayOutputStream(), "app.wasm");
        return vm;
    }

    private static WaitingGraph<MethodReference> waiting(TeaVM vm) {
        ClassReaderSource classes = vm.getDependencyClassSource();
        CallGraph graph = vm.getDependencyInfo().getCallGraph();
        List<MethodReference> async = new ArrayList<>();
        for (MethodReference method : vm.getDependencyInfo().getReachableMethods()) {
            ClassReader owner = classes.get(method.getClassName());
            MethodReader read = owner == null ? null : owner.getMethod(method.getDescriptor());
            if (read != null && read.getAnnotations().get(Async.class.getName()) != null) {
                async.add(method);
            }
        }
        return new WaitingGraph<>(async, method -> {
            CallGraphNode node = graph.getNode(method);
            if (node == null) {
                return List.of();
            }
            return node.getCallerCallSites().stream().flatMap(site -> site.getCallers().stream())
                    .map(CallGraphNode::getMethod)
                    // What runs fibers waits for none of them.
                    .filter(caller -> !caller.getClassName().equals(Fiber.class.getName()))
                    .map(MethodReference.class::cast).toList();
        });
    }
}
