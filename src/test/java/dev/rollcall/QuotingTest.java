package dev.rollcall;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rollcall.probe.CredentialUse;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.text.PeerText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A server's text reaches a report by one way only, which knows the secrets. */
class QuotingTest {
  private static final JavaClasses PROTOCOLS =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.rollcall.protocol");

  @Test
  void protocolsMakeNoTextSafeThemselves() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(PeerText.class)
        .because("Session.quotes() knows what a server may say back")
        .check(PROTOCOLS);
  }

  @Test
  void protocolsRepeatNoLibrarysException() {
    noClasses()
        .should()
        .callMethodWhere(describe("that give its words", QuotingTest::givesWordsOfALibrary))
        .because("a library's words may be the server's: Quotes.message")
        .check(PROTOCOLS);
  }

  private static boolean givesWordsOfALibrary(JavaMethodCall call) {
    return Set.of("getMessage", "getLocalizedMessage", "toString").contains(call.getName())
        && call.getTargetOwner().isAssignableTo(Throwable.class)
        && !call.getTargetOwner().getPackageName().startsWith("dev.rollcall");
  }

  @Test
  void protocolsBuildFaultsInTheirSession() {
    noClasses()
        .should()
        .callMethod(ProbeException.class, "fault")
        .because("its evidence may quote the server: Session.fault")
        .check(PROTOCOLS);
  }

  /** For a protocol with a login that has no such test: see the others, and Leaks. */
  @Test
  void everyProtocolWithALoginHasATestOfWhatItsServerSaysBack() throws IOException {
    Set<String> withLogins =
        PROTOCOLS.stream()
            .filter(
                each ->
                    each.getMethodCallsFromSelf().stream()
                        .anyMatch(
                            call ->
                                call.getTargetOwner().isEquivalentTo(CredentialUse.class)
                                    && call.getName().equals("authenticate")))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    assertTrue(withLogins.contains("dev.rollcall.protocol.smtp"), withLogins::toString);
    assertEquals(withLogins, packagesWithAnEchoTest());
  }

  private static Set<String> packagesWithAnEchoTest() throws IOException {
    Path root = Path.of("src/test/java");
    try (Stream<Path> sources = Files.walk(root.resolve("dev/rollcall/protocol"))) {
      return sources
          .filter(source -> source.toString().endsWith("EchoTest.java"))
          .map(source -> root.relativize(source.getParent()).toString().replace('/', '.'))
          .collect(Collectors.toSet());
    }
  }
}
