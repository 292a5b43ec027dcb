package dev.rollcall;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.Faults;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom: the table of packages, held as a test. */
class ArchitectureTest {
  private static final String[] PROTOCOL_LIBRARIES = {
    "com.unboundid..",
    "org.apache.commons.net..",
    "org.apache.hc..",
    "jcifs..",
    "org.bouncycastle..",
    "com.microsoft.sqlserver.."
  };

  private static final String SOCKETS =
      "java\\.net\\.((Server|Datagram)?Socket|MulticastSocket)|java\\.nio\\.channels\\..*Channel"
          + "|javax\\.net\\.ssl\\.SSL(Server)?Socket";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.rollcall");

  @Test
  void packagesKnowOnlyTheirNeighbours() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        // Packages that are not written yet are no violation; a package missing here is one.
        .withOptionalLayers(true)
        .ensureAllClassesAreContainedInArchitecture()
        .layer("model")
        .definedBy("dev.rollcall.model..")
        .layer("probe")
        .definedBy("dev.rollcall.probe..")
        .layer("protocol")
        .definedBy("dev.rollcall.protocol..")
        .layer("catalogue")
        .definedBy("dev.rollcall.catalogue..")
        .layer("plan")
        .definedBy("dev.rollcall.plan..")
        .layer("engine")
        .definedBy("dev.rollcall.engine..")
        .layer("verdict")
        .definedBy("dev.rollcall.verdict..")
        .layer("report")
        .definedBy("dev.rollcall.report..")
        .layer("history")
        .definedBy("dev.rollcall.history..")
        .layer("standin")
        .definedBy("dev.rollcall.standin..")
        .layer("text")
        .definedBy("dev.rollcall.text..")
        .layer("files")
        .definedBy("dev.rollcall.files..")
        .layer("document")
        .definedBy("dev.rollcall.document..")
        .layer("bundle")
        .definedBy("dev.rollcall.bundle..")
        .layer("run")
        .definedBy("dev.rollcall.run..")
        .layer("demo")
        .definedBy("dev.rollcall.demo..")
        .layer("setup")
        .definedBy("dev.rollcall.setup..")
        .layer("cli")
        .definedBy("dev.rollcall.cli..")
        .whereLayer("model")
        .mayNotAccessAnyLayer()
        .whereLayer("probe")
        .mayOnlyAccessLayers("files", "text", "model")
        .whereLayer("protocol")
        .mayOnlyAccessLayers("probe", "text", "model")
        .whereLayer("catalogue")
        .mayOnlyAccessLayers("files", "probe", "text", "model")
        .whereLayer("plan")
        .mayOnlyAccessLayers("catalogue", "probe", "text", "model")
        .whereLayer("engine")
        .mayOnlyAccessLayers("plan", "probe", "text", "model")
        .whereLayer("verdict")
        .mayOnlyAccessLayers("model")
        .whereLayer("text")
        .mayNotAccessAnyLayer()
        .whereLayer("files")
        .mayOnlyAccessLayers("text")
        .whereLayer("document")
        .mayOnlyAccessLayers("files", "text", "model")
        .whereLayer("report")
        .mayOnlyAccessLayers("document", "text", "model")
        .whereLayer("history")
        .mayOnlyAccessLayers("document", "files", "text", "probe", "model")
        .whereLayer("setup")
        .mayOnlyAccessLayers("catalogue", "files", "text", "model")
        .whereLayer("bundle")
        .mayOnlyAccessLayers("document", "files", "probe", "text", "model")
        .whereLayer("run")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("demo")
        .mayOnlyBeAccessedByLayers("cli", "run")
        .whereLayer("standin")
        .mayOnlyAccessLayers("files", "probe", "text", "model")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  /** Neither at the top, nor among the packages below one, nor between those and it. */
  @Test
  void packagesFormNoCycle() {
    for (String each : List.of("dev.rollcall.(*)..", "dev.rollcall.(**)")) {
      slices()
          .matching(each)
          .should()
          .beFreeOfCycles()
          .because("a cycle makes two packages one")
          .check(CLASSES);
    }
  }

  @Test
  void textAndVerdictsTouchNoFileNoSocketAndNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.rollcall.text..",
            "dev.rollcall.plan..",
            "dev.rollcall.verdict..",
            "dev.rollcall.report..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.nio\\.file\\..*|java\\.io\\.File.*|java\\.net\\.(Datagram|Server)?Socket"
                + "|java\\.nio\\.channels\\..*|java\\.time\\.Clock")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .because("they are pure functions of what they are given")
        .check(CLASSES);
  }

  /** Beside the dialler: what must not wait for a session, the relay, and the stand-ins. */
  @Test
  void socketsAreOpenedInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.rollcall.probe.net..", "dev.rollcall.standin..")
        .and()
        .haveNameNotMatching(
            "dev\\.rollcall\\.(probe\\.Dialler|probe\\.net\\.ConnectionRequest"
                + "|engine\\.names\\.Exchange|protocol\\.kerberos\\.KdcRelay)")
        .should()
        .callConstructorWhere(
            describe("of a socket", call -> call.getTargetOwner().getName().matches(SOCKETS)))
        .orShould()
        .callMethodWhere(
            describe(
                "that opens a channel",
                call ->
                    call.getName().equals("open")
                        && call.getTargetOwner().getName().matches(SOCKETS)))
        .because("deadlines and limits hold for what the dialler opens")
        .check(CLASSES);
  }

  /** Beside it: what only the kernel, the system or this jar writes. */
  @Test
  void inputsAreOpenedInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rollcall.files..")
        .and()
        .haveNameNotMatching(
            "dev\\.rollcall\\.(probe\\.net\\.(LocalNetwork|SystemFile)"
                + "|bundle\\.redact\\.ClassConstants)")
        .should()
        .callMethodWhere(
            describe(
                "that opens a file",
                call ->
                    call.getTargetOwner().isEquivalentTo(Files.class)
                        && call.getName()
                            .matches(
                                "newInputStream|newBufferedReader|newByteChannel|read(All.*|String)|lines")))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.File(InputStream|Reader)")
        .because("InputFile refuses a named pipe, which would be waited for for ever")
        .check(CLASSES);
  }

  @Test
  void textIsFormattedTheSameForEveryUser() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .because("digits would be those of the user's locale: String.format(Locale.ROOT, …)")
        .check(CLASSES);
  }

  @Test
  void onlyFaultsTurnsExceptionsIntoFaults() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Session.class, Faults.class)
        .should()
        .callMethodWhere(
            describe(
                "of Faults",
                call ->
                    call.getTargetOwner().isEquivalentTo(Faults.class)
                        && !call.getOriginOwner().isEquivalentTo(Faults.class)))
        .because("what an exception means is decided once: Session.fault")
        .check(CLASSES);
  }

  @Test
  void onlyDocumentsAndHistoryUseTheJsonLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.rollcall.document..", "dev.rollcall.history..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCatalogueReadsYaml() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rollcall.catalogue..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.snakeyaml..")
        .check(CLASSES);
  }

  @Test
  void onlyMachineReportsUseTheMetricsLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rollcall.report.machine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.prometheus..")
        .check(CLASSES);
  }

  @Test
  void onlyThePageUsesTheTemplateLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.rollcall.report.page", "dev.rollcall.report.page.template..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("gg.jte..")
        .because("a run without an HTML report loads nothing of it")
        .check(CLASSES);
  }

  @Test
  void protocolsDoNotKnowEachOther() {
    slices()
        .matching("dev.rollcall.protocol.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .because("adding or removing a protocol must touch no other")
        .check(CLASSES);
  }

  @Test
  void theModelIsTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("dev.rollcall.model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.rollcall.model..", "java..", "org.jspecify.annotations..")
        .check(CLASSES);
  }

  @Test
  void onlyProtocolsUseProtocolLibraries() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rollcall.protocol..")
        .and(not(name("dev.rollcall.standin.certificate.CertificateWriter")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PROTOCOL_LIBRARIES)
        .because("the rest speaks no protocol; only certificates need an ASN.1 writer")
        .check(CLASSES);
  }

  @Test
  void onlyTheEngineAsksNameServers() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rollcall.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.xbill.DNS..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineUsesPicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.rollcall.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }

  /** A room that one can look over: 20 files in a folder, 300 lines in a file. */
  @Test
  void noFolderIsFullAndNoFileIsLong() throws IOException {
    Map<Path, Integer> full = new TreeMap<>();
    Map<Path, Integer> files = new TreeMap<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        full.merge(source.resolveSibling("."), 1, Integer::sum);
        files.put(source, Files.readAllLines(source).size());
      }
    }
    assertTrue(files.size() > 500, () -> "files: " + files.size());
    full.values().removeIf(count -> count <= 20);
    files.values().removeIf(lines -> lines <= 300);
    assertEquals(Map.of(), full);
    assertEquals(Map.of(), files);
  }
}
