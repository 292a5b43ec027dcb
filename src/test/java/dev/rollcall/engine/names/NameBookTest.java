package dev.rollcall.engine.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.BothTransports;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.UdpPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class NameBookTest {
  private static final String HOST = "dc1.rollcall.test";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final CompletableFuture<Void> NEVER = new CompletableFuture<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private NameServers servers(UdpPeer... peers) {
    return new NameServers(
        Arrays.stream(peers).map(UdpPeer::address).toList(),
        SearchList.NONE,
        Duration.ofSeconds(8),
        threads,
        true);
  }

  private NameBook book(NameServers servers, NameBook.SystemNames system) {
    return new NameBook(servers, system, threads, TIMEOUT);
  }

  private static List<InetAddress> unknown(String host) throws UnknownHostException {
    throw new UnknownHostException(host);
  }

  private static List<InetAddress> loopback(String host) {
    return List.of(InetAddress.getLoopbackAddress(), InetAddress.getLoopbackAddress());
  }

  private static Fault fault(NameBook book) throws InterruptedException {
    return book.evidence(HOST, NEVER).orElseThrow().fault().orElseThrow();
  }

  @Test
  void theSystemDecidesAndTheServersAreEvidence() throws Exception {
    try (UdpPeer peer = Zone.of(HOST + ". 60 IN A 10.0.0.1").serve()) {
      NameEvidence evidence =
          book(servers(peer), NameBookTest::loopback).evidence(HOST, NEVER).orElseThrow();
      assertEquals(List.of(InetAddress.getLoopbackAddress()), evidence.addresses());
      assertTrue(evidence.fault().isEmpty());
      assertEquals(List.of("10.0.0.1"), evidence.servers().get(0).records());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NXDOMAIN, NAME_NOT_FOUND",
    "NOERROR, NAME_NOT_FOUND",
    "SERVFAIL, NAME_SERVER_FAILED",
    "REFUSED, NAME_SERVER_FAILED",
    "NOTIMP, NAME_SERVER_FAILED",
  })
  void theServersSayWhyThereIsNoAddress(String rcode, FaultKind kind) throws Exception {
    try (UdpPeer peer = Zone.failing(Rcode.value(rcode)).serve()) {
      Fault fault = fault(book(servers(peer), NameBookTest::unknown));
      assertEquals(Phase.RESOLVE, fault.phase());
      assertEquals(kind, fault.kind());
      assertTrue(fault.evidence().contains("127.0.0.1 says "), fault.evidence());
    }
  }

  @Test
  void silentServersLeaveItOpen() throws Exception {
    try (UdpPeer peer = UdpPeer.that(Misbehaviour.SILENT)) {
      assertEquals(
          FaultKind.NAME_SERVER_FAILED,
          fault(
                  book(
                      new NameServers(List.of(peer.address()), SHORT, threads),
                      NameBookTest::unknown))
              .kind());
    }
  }

  @Test
  void anAnswerThatTcpDoesNotCarryIsToldAsThat() throws Exception {
    Zone cut = Zone.of(HOST + ". 60 IN A 10.0.0.1").truncating();
    try (BothTransports server =
        BothTransports.open(
            Misbehaviour.REFUSED, (request, turn) -> List.of(cut.answer(request)))) {
      Fault fault = fault(book(servers(server.datagrams()), NameBookTest::unknown));
      assertEquals(FaultKind.NAME_SERVER_FAILED, fault.kind());
      assertEquals(Optional.empty(), fault.clue());
      assertTrue(
          fault
              .evidence()
              .endsWith(
                  "127.0.0.1 answers over UDP, but the answer is cut short, and its TCP port 53"
                      + " refuses the connection or gives no answer"),
          fault::evidence);
    }
  }

  @Test
  void oneServersAnswerOutweighsAnothersDenial() throws Exception {
    try (UdpPeer denies = Zone.failing(Rcode.NXDOMAIN).serve();
        UdpPeer knows = Zone.of(HOST + ". 60 IN A 10.0.0.1").serve()) {
      assertEquals(
          FaultKind.NAME_SERVER_FAILED,
          fault(book(servers(denies, knows), NameBookTest::unknown)).kind());
    }
  }

  @Test
  void aSilentSystemIsLeftBehindOnceForAll() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (UdpPeer peer = Zone.failing(Rcode.NXDOMAIN).serve()) {
      NameBook book =
          new NameBook(
              servers(peer),
              host -> {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return loopback(host);
              },
              threads,
              Duration.ofMillis(500));
      assertEquals(List.of(), book.addresses(HOST, NEVER));
      never.countDown();
      // The late answer changes nothing: every rule gets the same answer.
      assertEquals(List.of(), book.addresses(HOST, NEVER));
      assertTrue(fault(book).evidence().startsWith("the system's resolver did not answer in time"));
    }
  }

  @Test
  void everyNameIsAskedOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (UdpPeer peer = Zone.of(HOST + ". 60 IN A 10.0.0.1").serve()) {
      NameBook book =
          book(
              servers(peer),
              host -> {
                asked.incrementAndGet();
                return loopback(host);
              });
      for (int i = 0; i < 5; i++) {
        book.addresses(HOST, NEVER);
        book.evidence(HOST, NEVER);
      }
      assertEquals(1, asked.get());
      assertEquals(2, peer.received().size());
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "::1", "fe80::1%1", "localhost", "LOCALHOST.", "db.localhost"})
  void addressesAndThisHostAreNotAskedFor(String host) throws Exception {
    try (UdpPeer peer = Zone.of().serve()) {
      NameEvidence evidence =
          book(servers(peer), NameBookTest::loopback).evidence(host, NEVER).orElseThrow();
      assertEquals(List.of(), evidence.servers());
      assertEquals(0, peer.received().size());
    }
  }

  @Test
  void theSystemsOwnResolverKnowsLiterals() throws Exception {
    try (UdpPeer peer = Zone.of().serve()) {
      NameBook book = NameBook.ofThisHost(servers(peer), threads, TIMEOUT);
      assertEquals(List.of(InetAddress.getByName("127.0.0.7")), book.addresses("127.0.0.7", NEVER));
    }
  }

  @Test
  void anEndIsNotWaitedOut() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);
    try (UdpPeer peer = UdpPeer.that(Misbehaviour.SILENT)) {
      NameBook book =
          book(
              servers(peer),
              host -> {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return loopback(host);
              });
      assertEquals(List.of(), book.addresses(HOST, ended));
      assertTrue(book.evidence(HOST, ended).isEmpty());
      assertEquals(List.of(), book.services("_ldap._tcp.rollcall.test", ended).targets());
      never.countDown();
    }
  }

  @Test
  void servicesByPriority() throws Exception {
    try (UdpPeer peer =
        Zone.of(
                "_ldap._tcp.rollcall.test. 600 IN SRV 10 0 389 dc3.rollcall.test.",
                "_ldap._tcp.rollcall.test. 600 IN SRV 2 0 389 DC1.rollcall.test.",
                "_ldap._tcp.rollcall.test. 600 IN SRV 2 9 390 dc1.rollcall.test.")
            .serve()) {
      NameBook.Services found =
          book(servers(peer), NameBookTest::unknown).services("_ldap._tcp.rollcall.test", NEVER);
      assertEquals(List.of("dc1.rollcall.test", "dc3.rollcall.test"), found.targets());
      assertTrue(found.evidence().fault().isEmpty());
    }
  }

  @Test
  void aServiceThatIsNotThere() throws IOException, InterruptedException {
    try (UdpPeer peer = Zone.of("_ldap._tcp.rollcall.test. 600 IN SRV 0 0 0 .").serve()) {
      NameBook book = book(servers(peer), NameBookTest::unknown);
      assertEquals(List.of(), book.services("_ldap._tcp.rollcall.test", NEVER).targets());
      assertEquals(
          FaultKind.NAME_NOT_FOUND,
          book.services("_kpasswd._udp.rollcall.test", NEVER)
              .evidence()
              .fault()
              .orElseThrow()
              .kind());
    }
  }

  /** Answers after that time. */
  private static NameBook.SystemNames after(Duration pause, NameBook.SystemNames then) {
    return host -> {
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return then.lookup(host);
    };
  }

  private NameBook hurried(NameServers servers, NameBook.SystemNames system) {
    return new NameBook(servers, system, threads, Duration.ofMillis(800));
  }

  @Test
  void whereTheSystemIsLateItsNameServersAddressesAreTried() throws Exception {
    try (UdpPeer peer = Zone.of(HOST + ". 60 IN A 10.0.0.1").serve()) {
      NameBook book = hurried(servers(peer), after(Duration.ofSeconds(3), NameBookTest::loopback));
      List<InetAddress> theirs = List.of(InetAddress.getByName("10.0.0.1"));
      assertEquals(theirs, book.addresses(HOST, NEVER));
      NameEvidence evidence = book.evidence(HOST, NEVER).orElseThrow();
      assertTrue(evidence.fault().isEmpty());
      assertEquals(theirs, evidence.addresses());
      Concern concern = evidence.concerns().get(0);
      assertEquals(Concern.Kind.NAMES, concern.kind());
      assertTrue(concern.text().contains("did not answer in time"), concern.text());
    }
  }

  @Test
  void aLateAnswerOfTheSystemStillDecides() throws Exception {
    CountDownLatch tried = new CountDownLatch(1);
    NameBook.SystemNames system =
        host -> {
          try {
            tried.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host + ": Name or service not known");
        };
    try (UdpPeer peer = Zone.of(HOST + ". 60 IN A 10.0.0.1").serve()) {
      NameBook book = new NameBook(servers(peer), system, threads, Duration.ofSeconds(4));
      assertEquals(List.of(InetAddress.getByName("10.0.0.1")), book.addresses(HOST, NEVER));
      tried.countDown();
      NameEvidence evidence = book.evidence(HOST, NEVER).orElseThrow();
      assertEquals(List.of(), evidence.addresses());
      Fault fault = evidence.fault().orElseThrow();
      assertEquals(Optional.of(Clue.LOCAL_RESOLVER), fault.clue());
      assertTrue(fault.evidence().contains("says 10.0.0.1"), fault.evidence());
    }
  }

  @Test
  void otherNameServersThanTheSystemsDoNotStandInForIt() throws Exception {
    try (UdpPeer peer = Zone.of(HOST + ". 60 IN A 10.0.0.1").serve()) {
      NameServers sites = new NameServers(List.of(peer.address()), Duration.ofSeconds(8), threads);
      NameBook book = hurried(sites, after(Duration.ofSeconds(3), NameBookTest::loopback));
      assertEquals(List.of(), book.addresses(HOST, NEVER));
    }
  }

  @Test
  void aSystemThatDoesNotAskItsNameServersIsThisHosts() throws Exception {
    try (UdpPeer peer = Zone.of(HOST + ". 60 IN A 10.0.0.1").serve()) {
      AtomicInteger asked = new AtomicInteger();
      Fault fault =
          fault(
              book(
                  servers(peer),
                  host -> {
                    asked.incrementAndGet();
                    return unknown(host);
                  }));
      assertEquals(Optional.of(Clue.LOCAL_RESOLVER), fault.clue());
      assertEquals(2, asked.get(), "once more, as an answer may have been lost");
    }
  }

  @Test
  void aNameThatTheSystemFindsAtTheSecondTryIsFound() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (UdpPeer peer = Zone.of(HOST + ". 60 IN A 127.0.0.1").serve()) {
      NameBook book =
          book(
              servers(peer), host -> asked.incrementAndGet() == 1 ? unknown(host) : loopback(host));
      assertEquals(List.of(InetAddress.getLoopbackAddress()), book.addresses(HOST, NEVER));
      assertEquals(List.of(), book.evidence(HOST, NEVER).orElseThrow().concerns());
    }
  }

  @ParameterizedTest
  @CsvSource({"true, ", "false, LOCAL_RESOLVER"})
  void nameServersThatCannotBeAsked(boolean listening, @Nullable Clue clue) throws Exception {
    try (UdpPeer peer = listening ? Zone.failing(Rcode.SERVFAIL).serve() : UdpPeer.refusing()) {
      Fault fault = fault(book(servers(peer), NameBookTest::unknown));
      assertEquals(FaultKind.NAME_SERVER_FAILED, fault.kind());
      assertEquals(Optional.ofNullable(clue), fault.clue(), fault.evidence());
    }
  }

  /** One denies the name, the other has a part of its addresses: that is no missing name. */
  @Test
  void anAddressInAnAnswerThatIsCutShortIsNoMissingName() {
    Fault fault =
        NameFaults.ofService(
            HOST,
            List.of(
                new ServerAnswer("10.0.0.53", Status.NXDOMAIN, List.of(), List.of(), Duration.ZERO),
                new ServerAnswer(
                    "10.0.0.54",
                    Status.TCP_BLOCKED,
                    List.of(),
                    List.of("192.0.2.1"),
                    Duration.ZERO)));
    assertEquals(FaultKind.NAME_SERVER_FAILED, fault.kind());
  }

  /** What a filter blocks is not for the site file, nor for the owner of the name. */
  @Test
  void aNameThatAFilterBlocksIsNotMissing() {
    Fault fault =
        NameFaults.ofService(
            HOST,
            List.of(
                new ServerAnswer(
                    "10.0.0.53", Status.FILTERED, List.of(), List.of(), Duration.ZERO)));
    assertEquals(FaultKind.NAME_NOT_FOUND, fault.kind());
    assertEquals(Optional.of(Clue.SINKHOLE), fault.clue());
  }

  /** As BIND answers with {@code recursion no}. */
  @ParameterizedTest
  @CsvSource({
    "x.test. 60 IN A 10.0.0.1, test. 60 IN NS ns.test., answers with a referral",
    "HOST 60 IN CNAME a.other.test., , 'is an alias of a.other.test'",
    "HOST 60 IN CNAME a.other.test., other.test. 60 IN NS ns.test., 'is an alias of a.other.test'",
  })
  void aServerThatDoesNotRecurseSaysNothingOfTheName(
      String record, @Nullable String authority, String said) throws Exception {
    Zone zone =
        Zone.of(record.replace("HOST", HOST + "."), HOST + ". 60 IN TXT known")
            .withoutRecursion(authority == null ? new String[0] : new String[] {authority});
    try (UdpPeer peer = zone.serve()) {
      Fault fault = fault(book(servers(peer), NameBookTest::unknown));
      assertEquals(FaultKind.NAME_SERVER_FAILED, fault.kind(), fault.evidence());
      assertEquals(Optional.empty(), fault.clue());
      assertTrue(fault.evidence().contains(said), fault.evidence());
      assertTrue(fault.evidence().endsWith("does not recurse for this host"), fault.evidence());
    }
  }

  /** RFC 2308 §2.2: an SOA says that the server knows the whole answer; nothing at all may. */
  @ParameterizedTest
  @ValueSource(strings = {"test. 60 IN SOA ns.test. h.test. 1 60 60 60 60", ""})
  void aServerOfTheZoneKnowsThatThereIsNoAddress(String authority) throws Exception {
    Zone zone =
        Zone.of(HOST + ". 60 IN TXT known")
            .withoutRecursion(authority.isEmpty() ? new String[0] : new String[] {authority});
    try (UdpPeer peer = zone.serve()) {
      Fault fault = fault(book(servers(peer), NameBookTest::unknown));
      assertEquals(FaultKind.NAME_NOT_FOUND, fault.kind(), fault.evidence());
    }
  }

  @Test
  void anAliasOfNothingNamesWhatIsMissing() throws Exception {
    try (UdpPeer peer = Zone.of(HOST + ". 60 IN CNAME gone.rollcall.test.").serve()) {
      Fault fault = fault(book(servers(peer), NameBookTest::unknown));
      assertEquals(FaultKind.NAME_NOT_FOUND, fault.kind());
      assertTrue(
          fault.evidence().contains(HOST + " is an alias of gone.rollcall.test"), fault.evidence());
    }
  }

  @Test
  void aFamilyThatIsDroppedIsAConcern() throws Exception {
    Zone zone = Zone.of(HOST + ". 60 IN A 127.0.0.1");
    try (UdpPeer half =
        UdpPeer.answering(
            (request, turn) ->
                request[request.length - 3] == Type.AAAA
                    ? List.of()
                    : List.of(zone.answer(request)))) {
      NameServers servers =
          new NameServers(
              List.of(half.address()), SearchList.NONE, Duration.ofSeconds(2), threads, true);
      NameEvidence evidence =
          book(servers, NameBookTest::loopback).evidence(HOST, NEVER).orElseThrow();
      String text = evidence.concerns().get(0).text();
      assertTrue(text.contains("drops the one for AAAA"), text);
    }
  }

  @Test
  void aNameThatCannotExistIsAskedForOnce() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    try (UdpPeer peer = Zone.of().serve()) {
      NameBook book =
          book(
              servers(peer),
              host -> {
                asked.add(host);
                return loopback(host);
              });
      assertEquals(List.of(InetAddress.getLoopbackAddress()), book.invented(NEVER));
      assertEquals(List.of(InetAddress.getLoopbackAddress()), book.invented(NEVER));
      assertEquals(1, asked.size());
      assertTrue(asked.get(0).matches("zz--[-a-z0-9]+\\.com\\."), asked.get(0));
      assertEquals(List.of(), book(servers(peer), NameBookTest::unknown).invented(NEVER));
    }
  }

  @Test
  void whatHasNoAddressIsLookedUpAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (UdpPeer peer = Zone.failing(Rcode.NXDOMAIN).serve()) {
      NameBook book =
          book(
              servers(peer), host -> asked.incrementAndGet() == 1 ? unknown(host) : loopback(host));
      assertEquals(List.of(), book.addresses(HOST, NEVER));
      assertEquals(List.of(), book.addresses(HOST, NEVER));
      book.retry();
      assertEquals(List.of(InetAddress.getLoopbackAddress()), book.addresses(HOST, NEVER));
      book.retry();
      book.addresses(HOST, NEVER);
      assertEquals(2, asked.get());
    }
  }

  /** As with --confirm and --watch: port 53 was opened meanwhile. */
  @Test
  void aServiceWithoutAHostIsLookedUpAgainFromServersThatWereDead() throws Exception {
    String service = "_ldap._tcp.rollcall.test";
    Zone zone = Zone.of(service + ". 600 IN SRV 0 100 389 dc1.rollcall.test.");
    for (boolean whole : new boolean[] {true, false}) {
      AtomicBoolean open = new AtomicBoolean();
      try (UdpPeer server =
          UdpPeer.answering(
              (request, turn) -> open.get() ? List.of(zone.answer(request)) : List.of())) {
        NameBook book =
            book(new NameServers(List.of(server.address()), SHORT, threads), NameBookTest::unknown);
        for (int i = 0; i < NameServer.PATIENCE; i++) {
          assertEquals(List.of(), book.services("s" + i + ".test", NEVER).targets());
        }
        assertEquals(List.of(), book.services(service, NEVER).targets());
        open.set(true);
        assertEquals(List.of(), book.services(service, NEVER).targets());
        if (whole) {
          book.forget();
        } else {
          book.retry();
        }
        assertEquals(List.of("dc1.rollcall.test"), book.services(service, NEVER).targets());
        int asked = server.received().size();
        book.retry();
        assertEquals(List.of("dc1.rollcall.test"), book.services(service, NEVER).targets());
        assertEquals(asked, server.received().size());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "nameserver 10.0.0.1|-|10",
        "options timeout:1 attempts:3|-|3",
        "options edns0 attempts:4|-|20",
        "options timeout:1|timeout:2 attempts:1|2",
        "options timeout:99 attempts:99|-|30",
        "options timeout:0|-|2",
        "# options timeout:1|-|10",
      })
  void theResolversOwnTime(String lines, @Nullable String environment, long seconds) {
    assertEquals(
        Duration.ofSeconds(seconds),
        ResolverTime.of(List.of(lines), environment == null ? "" : environment));
  }
}
