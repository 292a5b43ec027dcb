package dev.rollcall.engine.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.UdpPeer;
import dev.rollcall.probe.net.DaemonThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/** Name servers are asked the questions on which the resolver's verdict depends. */
class SearchListTest {
  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final ExecutorService THREADS = DaemonThreads.pool("question");

  @AfterAll
  static void end() {
    THREADS.shutdownNow();
  }

  private static SearchList list(int ndots, String... domains) {
    return new SearchList(
        Arrays.stream(domains).flatMap(domain -> SearchList.absolute(domain).stream()).toList(),
        ndots);
  }

  @ParameterizedTest
  @CsvSource({
    "1, fileserver, fileserver.a.test. fileserver.b.test. fileserver.",
    "1, fileserver., fileserver.",
    "1, fileserver.a, fileserver.a.",
    "2, fileserver.a, fileserver.a.a.test. fileserver.a.b.test. fileserver.a.",
    "2, fileserver.a., fileserver.a.",
    "5, dc1.rollcall.test, dc1.rollcall.test.a.test. dc1.rollcall.test.b.test. dc1.rollcall.test.",
    "0, fileserver, fileserver.",
  })
  void theResolversQuestions(int ndots, String host, String questions) {
    assertEquals(
        List.of(questions.split(" ")),
        list(ndots, "a.test", "b.test").names(host).stream().map(Name::toString).toList());
  }

  @Test
  void theQuestionsAreFew() {
    String[] domains = IntStream.range(0, 50).mapToObj(i -> i + ".test").toArray(String[]::new);
    List<Name> names = list(1, domains).names("fileserver");
    assertEquals(SearchList.MOST + 1, names.size());
    assertEquals("fileserver.", names.get(SearchList.MOST).toString());
    assertEquals(1, list(1, ".").names("fileserver").size(), "the root is the name as it is");
    assertEquals(1, list(1, ("a".repeat(60) + ".").repeat(4)).names("fileserver").size());
    assertEquals(List.of(), list(1, "a.test").names("a".repeat(64)));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"app01.uni.test, uni.test.", "app01, -", "app01., -", "'', -"})
  void withoutAListTheHostsOwnDomain(String hostName, @Nullable String domain) {
    assertEquals(
        Optional.ofNullable(domain).stream().toList(),
        SearchList.ofHostName(List.of(hostName)).stream().map(Name::toString).toList());
    assertEquals(List.of(), SearchList.ofHostName(List.of()));
  }

  /** Answers each name as given, every other with NXDOMAIN. */
  private static UdpPeer server(String... answers) throws IOException {
    Map<Name, Zone> zones =
        Map.copyOf(
            Arrays.stream(answers)
                .map(answer -> answer.split("=", 2))
                .collect(
                    Collectors.toMap(
                        parts -> SearchList.absolute(parts[0]).orElseThrow(),
                        parts -> zone(parts[0], parts[1]))));
    Zone none = Zone.failing(Rcode.NXDOMAIN);
    return UdpPeer.answering(
        (request, turn) -> {
          Zone zone = zones.getOrDefault(asked(request), none);
          return zone == SILENT ? List.of() : List.of(zone.answer(request));
        });
  }

  private static final Zone SILENT = Zone.of();

  private static Zone zone(String name, String answer) {
    if (answer.equals("SILENT")) {
      return SILENT;
    }
    return answer.equals("EMPTY")
        ? Zone.of(name + ". 60 IN TXT known")
        : answer.startsWith("CNAME")
            ? Zone.of(name + ". 60 IN " + answer)
            : Rcode.value(answer) >= 0
                ? Zone.failing(Rcode.value(answer))
                : Zone.of(name + ". 60 IN A " + answer);
  }

  private static Name asked(byte[] request) {
    try {
      return new Message(request).getQuestion().getName();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The names in the questions, each once, in the order of the first question. */
  private static List<String> questions(UdpPeer peer) {
    return peer.received().stream().map(bytes -> asked(bytes).toString()).distinct().toList();
  }

  private static NameServers asking(Duration timeout, UdpPeer... peers) {
    return new NameServers(
        Arrays.stream(peers).map(UdpPeer::address).toList(),
        list(1, "a.test", "b.test"),
        timeout,
        THREADS,
        true);
  }

  private static NameEvidence evidence(String host, UdpPeer... peers) throws InterruptedException {
    NameBook.SystemNames system =
        name -> {
          throw new UnknownHostException(name);
        };
    return new NameBook(asking(PATIENT, peers), system, THREADS, PATIENT)
        .evidence(host, new CompletableFuture<>())
        .orElseThrow();
  }

  /** With the answer that leaves it open, where there is one. */
  @ParameterizedTest
  @CsvSource({
    // A zone whose own servers are dead: whether the name is there is not known.
    "SERVFAIL, NXDOMAIN, NXDOMAIN, NAME_SERVER_FAILED, SERVFAIL (asked for files.a.test)",
    "NXDOMAIN, SERVFAIL, NXDOMAIN, NAME_SERVER_FAILED, SERVFAIL (asked for files.b.test)",
    "NXDOMAIN, NXDOMAIN, SERVFAIL, NAME_SERVER_FAILED, SERVFAIL (asked for files)",
    "EMPTY, SERVFAIL, NXDOMAIN, NAME_SERVER_FAILED, SERVFAIL (asked for files.b.test)",
    "NXDOMAIN, EMPTY, NXDOMAIN, NAME_NOT_FOUND, NO_DATA (asked for files.b.test)",
    "NXDOMAIN, CNAME gone.b.test., NXDOMAIN, NAME_NOT_FOUND, "
        + "'NO_DATA: files.b.test is an alias of gone.b.test, which has no address"
        + " (asked for files.b.test)'",
    "NXDOMAIN, NXDOMAIN, NXDOMAIN, NAME_NOT_FOUND, "
        + "'NXDOMAIN (asked for files.a.test, files.b.test, files)'",
    // systemd-resolved: of a name of one label this says nothing.
    "NXDOMAIN, NXDOMAIN, REFUSED, NAME_NOT_FOUND, "
        + "'NXDOMAIN (asked for files.a.test, files.b.test, files)'",
    "REFUSED, NXDOMAIN, REFUSED, NAME_SERVER_FAILED, REFUSED (asked for files.a.test)",
  })
  void aShortNameThatIsNotFound(
      String first, String second, String itself, FaultKind kind, String said) throws Exception {
    try (UdpPeer peer =
        server("files.a.test=" + first, "files.b.test=" + second, "files=" + itself)) {
      Fault fault = evidence("files", peer).fault().orElseThrow();
      assertEquals(kind, fault.kind(), fault.evidence());
      assertTrue(fault.evidence().endsWith("127.0.0.1 says " + said), fault.evidence());
    }
  }

  @Test
  void aNameOfOneLabelThatIsRefusedWithoutASearchDomain() throws Exception {
    try (UdpPeer peer = server("files=REFUSED")) {
      NameServers servers =
          new NameServers(List.of(peer.address()), SearchList.NONE, PATIENT, THREADS, true);
      assertEquals(Status.REFUSED, servers.addresses("files").get(0).together().status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NXDOMAIN", "EMPTY", "SERVFAIL"})
  void theFirstNameWithAnAddressEndsTheSearch(String before) throws Exception {
    try (UdpPeer peer = server("files.a.test=" + before, "files.b.test=10.0.0.1")) {
      NameServers.Both answer = asking(PATIENT, peer).addresses("files").get(0);
      assertEquals(List.of("10.0.0.1"), answer.together().records());
      assertEquals(Optional.of("files.b.test"), answer.asked());
      assertEquals(List.of("files.a.test.", "files.b.test."), questions(peer));
    }
  }

  /** The C library then tries no further domain. */
  @Test
  void anErrorThatIsNoDenialEndsTheSearchList() throws Exception {
    try (UdpPeer peer = server("files.a.test=REFUSED", "files.b.test=10.0.0.1")) {
      ServerAnswer answer = asking(PATIENT, peer).addresses("files").get(0).together();
      assertEquals(Status.REFUSED, answer.status());
      assertEquals(List.of("files.a.test.", "files."), questions(peer));
    }
  }

  @Test
  void aSilentServerIsAskedForNoOtherName() throws Exception {
    try (UdpPeer dead = server("files.a.test=SILENT");
        UdpPeer knows = server("files.b.test=10.0.0.1")) {
      List<Status> statuses =
          asking(Duration.ofSeconds(2), dead, knows).addresses("files").stream()
              .map(both -> both.together().status())
              .toList();
      assertEquals(List.of(Status.SILENT, Status.ANSWERED), statuses);
      assertEquals(List.of("files.a.test."), questions(dead));
    }
  }

  /** For each of its address families; the third question is for the reason of the denial. */
  @Test
  void aWholeNameIsAskedForOnceAndSaysNothingOfASearch() throws Exception {
    try (UdpPeer peer = server()) {
      Fault fault = evidence("files.c.test", peer).fault().orElseThrow();
      assertTrue(fault.evidence().endsWith("127.0.0.1 says NXDOMAIN"), fault.evidence());
      assertEquals(3, peer.received().size());
      assertEquals(List.of("files.c.test."), questions(peer).stream().distinct().toList());
    }
  }

  @Test
  void aShortNameThatTheSystemFindsIsComparedByItsAddresses() throws Exception {
    try (UdpPeer one = server("files.a.test=127.0.0.1");
        UdpPeer other = server("files.a.test=127.0.0.1")) {
      NameBook book =
          new NameBook(
              asking(PATIENT, one, other),
              host -> List.of(InetAddress.getLoopbackAddress()),
              THREADS,
              PATIENT);
      NameEvidence found = book.evidence("files", new CompletableFuture<>()).orElseThrow();
      assertEquals(
          Stream.of("127.0.0.1", "127.0.0.1").toList(),
          found.servers().stream().flatMap(answer -> answer.records().stream()).toList());
    }
  }
}
