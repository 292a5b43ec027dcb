package dev.rollcall.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.catalogue.Catalogues;
import dev.rollcall.run.Protocols;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host suggests of its site. */
class DefaultsTest {
  private static Questions questions;

  @BeforeAll
  static void read() throws Exception {
    questions = Questions.of(Catalogues.shipped(Protocols.ALL.byName()));
  }

  private static Optional<String> suggested(
      String key, Answers answers, String host, List<String> domains, Map<String, String> env) {
    Defaults.Source source =
        new Defaults.Source(
            host,
            domains,
            List.of("ntp.uni.edu"),
            name ->
                name.equals("_ldap._tcp.dc._msdcs.uni.edu")
                    ? List.of("dc1.uni.edu", "dc2.uni.edu")
                    : List.of(),
            env);
    return new Defaults(questions, source)
        .of(questions.find(key).orElseThrow(), answers)
        .map(Defaults.Default::text);
  }

  @ParameterizedTest
  @CsvSource({
    "apps01, uni.edu, apps01.uni.edu, uni.edu",
    "APPS01, uni.edu., apps01.uni.edu, uni.edu",
    "apps01.uni.edu, , apps01.uni.edu, uni.edu",
    "apps01, local, apps01, ",
    "localhost, , , "
  })
  void nameAndDomain(String host, String domain, String server, String found) {
    List<String> domains = domain == null ? List.of() : List.of(domain);
    Answers none = new Answers();
    assertEquals(Optional.ofNullable(server), suggested("servers", none, host, domains, Map.of()));
    assertEquals(
        Optional.ofNullable(found), suggested("directory.domain", none, host, domains, Map.of()));
  }

  @Test
  void whatFollowsFromTheDomain() {
    Answers answers = new Answers().put("directory.domain", "uni.edu");
    assertEquals(
        Optional.of("dc1.uni.edu"), suggested("directory.host", answers, "a", List.of(), Map.of()));
    assertEquals(
        Optional.of("UNI.EDU"), suggested("directory.realm", answers, "a", List.of(), Map.of()));
    assertEquals(
        Optional.empty(),
        suggested("directory.host", new Answers(), "a", List.of("uni.edu"), Map.of()));
    assertEquals(
        Optional.of("ntp.uni.edu"), suggested("time.servers", answers, "a", List.of(), Map.of()));
  }

  @Test
  void theProxyOfTheEnvironment() {
    Map<String, String> env =
        Map.of(
            "https_proxy", "http://proxy.uni.edu:3128/",
            "no_proxy", "localhost,127.0.0.1,.uni.edu,*.lab.edu,10.0.0.0/8");
    Answers none = new Answers();
    assertEquals(
        Optional.of("http://proxy.uni.edu:3128"),
        suggested("proxy.url", none, "a", List.of(), env));
    assertEquals(
        Optional.of("localhost, 127.0.0.1, .uni.edu, .lab.edu"),
        suggested("proxy.except", none, "a", List.of(), env));
    assertEquals(
        Optional.empty(),
        suggested(
            "proxy.url",
            none,
            "a",
            List.of(),
            Map.of("https_proxy", "http://me:secret@proxy.uni.edu:3128")));
  }

  @Test
  void theCataloguesOwn() {
    assertEquals(
        Optional.of("1433"), suggested("sql.port", new Answers(), "a", List.of(), Map.of()));
    assertEquals(
        Optional.empty(), suggested("directory.hosts", new Answers(), "a", List.of(), Map.of()));
  }
}
