package dev.rollcall.engine.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.probe.BothTransports;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.UdpPeer;
import dev.rollcall.probe.net.DaemonThreads;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NameServersTest {
  private static final String HOST = "dc1.rollcall.test";
  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final ExecutorService THREADS = DaemonThreads.pool("question");

  @AfterAll
  static void end() {
    THREADS.shutdownNow();
  }

  private static NameServers asking(Duration timeout, UdpPeer... peers) {
    return new NameServers(Arrays.stream(peers).map(UdpPeer::address).toList(), timeout, THREADS);
  }

  private static String[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> HOST + ". 60 IN A 10.0.0." + i)
        .toArray(String[]::new);
  }

  @Test
  void addressesOfBothFamilies() throws IOException {
    try (UdpPeer peer =
        Zone.of(HOST + ". 60 IN A 10.0.0.1", HOST + ". 30 IN AAAA fd00::1").serve()) {
      ServerAnswer answer = asking(PATIENT, peer).addresses(HOST).get(0).together();
      assertEquals("127.0.0.1", answer.server());
      assertEquals(Status.ANSWERED, answer.status());
      assertEquals(List.of("10.0.0.1", "fd00:0:0:0:0:0:0:1"), answer.records());
      assertEquals(Duration.ofSeconds(30), answer.ttl());
    }
  }

  @Test
  void aChainOfAliasesIsKept() throws IOException {
    try (UdpPeer peer =
        Zone.of(
                HOST + ". 300 IN CNAME cdn.rollcall.test.",
                "cdn.rollcall.test. 20 IN CNAME edge.rollcall.test.",
                "edge.rollcall.test. 60 IN A 10.0.0.1")
            .serve()) {
      ServerAnswer answer = asking(PATIENT, peer).addresses(HOST).get(0).together();
      assertEquals(List.of("cdn.rollcall.test", "edge.rollcall.test"), answer.canonical());
      assertEquals(List.of("10.0.0.1"), answer.records());
      assertEquals(Duration.ofSeconds(20), answer.ttl());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NXDOMAIN, NXDOMAIN",
    "SERVFAIL, SERVFAIL",
    "REFUSED, REFUSED",
    "NOERROR, NO_DATA",
    "NOTIMP, BROKEN",
    "FORMERR, BROKEN",
  })
  void responseCodes(String rcode, Status status) throws IOException {
    try (UdpPeer peer = Zone.failing(Rcode.value(rcode)).serve()) {
      assertEquals(status, asking(PATIENT, peer).addresses(HOST).get(0).together().status());
      assertEquals(status, asking(PATIENT, peer).services(HOST).get(0).status());
    }
  }

  /**
   * A resolver that validates: SERVFAIL, and an answer only where it is asked not to check; by
   * systemd-resolved only if it is to send the signatures, too.
   */
  @Test
  void aFailedCheckOfDnssecIsNoOtherFailure() throws IOException {
    Zone zone = Zone.of(HOST + ". 60 IN A 10.0.0.1");
    Zone failing = Zone.failing(Rcode.SERVFAIL);
    try (UdpPeer peer =
        UdpPeer.answering(
            (request, turn) -> List.of((unchecked(request) ? zone : failing).answer(request)))) {
      assertEquals(Status.BOGUS, asking(PATIENT, peer).addresses(HOST).get(0).together().status());
    }
  }

  /** Its own failure is over when it is asked again: that was no check of DNSSEC. */
  @Test
  void aFailureThatPassesIsNoFailedCheck() throws IOException {
    Zone zone = Zone.of(HOST + ". 60 IN A 10.0.0.1");
    Zone failing = Zone.failing(Rcode.SERVFAIL);
    AtomicInteger asked = new AtomicInteger();
    try (UdpPeer peer =
        UdpPeer.answering(
            (request, turn) ->
                List.of((asked.getAndIncrement() == 0 ? failing : zone).answer(request)))) {
      assertEquals(Status.SERVFAIL, asking(PATIENT, peer).services(HOST).get(0).status());
    }
  }

  /** The reason comes only where EDNS is used, as PowerDNS Recursor gives it. */
  @ParameterizedTest
  @CsvSource({"15, NXDOMAIN, FILTERED", "17, REFUSED, FILTERED", "22, NXDOMAIN, NXDOMAIN"})
  void aFilterThatSaysSoIsNoMissingName(int reason, String rcode, Status status)
      throws IOException {
    try (UdpPeer peer =
        UdpPeer.answering((request, turn) -> List.of(refusal(request, reason, rcode)))) {
      assertEquals(status, asking(PATIENT, peer).addresses(HOST).get(0).together().status());
    }
  }

  private static byte[] refusal(byte[] request, int reason, String rcode) {
    try {
      Message query = new Message(request);
      Message answer = new Message(query.getHeader().getID());
      answer.getHeader().setFlag(Flags.QR);
      answer.getHeader().setRcode(Rcode.value(rcode));
      answer.addRecord(query.getQuestion(), Section.QUESTION);
      if (query.getOPT() != null) {
        EDNSOption why = new ExtendedErrorCodeOption(reason, "policy");
        answer.addRecord(new OPTRecord(1232, 0, 0, 0, why), Section.ADDITIONAL);
      }
      return answer.toWire();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean unchecked(byte[] request) {
    try {
      Message question = new Message(request);
      boolean signatures =
          question.getOPT() != null && (question.getOPT().getFlags() & ExtendedFlags.DO) != 0;
      return question.getHeader().getFlag(Flags.CD) && signatures;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void silenceIsSilence() throws IOException {
    try (UdpPeer peer = UdpPeer.that(Misbehaviour.SILENT)) {
      assertEquals(Status.SILENT, asking(SHORT, peer).addresses(HOST).get(0).together().status());
    }
    try (UdpPeer peer = UdpPeer.refusing()) {
      assertEquals(
          Status.NOT_LISTENING, asking(PATIENT, peer).addresses(HOST).get(0).together().status());
    }
  }

  @Test
  void garbageIsNoAnswer() throws IOException {
    try (UdpPeer peer = UdpPeer.that(Misbehaviour.GARBAGE)) {
      ServerAnswer answer = asking(SHORT, peer).addresses(HOST).get(0).together();
      assertTrue(
          answer.status() == Status.BROKEN || answer.status() == Status.SILENT,
          answer.status().name());
      assertEquals(List.of(), answer.records());
    }
  }

  @Test
  void aBrokenMessageUnderOurNumberIsBroken() throws IOException {
    try (UdpPeer peer =
        UdpPeer.answering(
            (request, turn) -> {
              byte[] cut = Arrays.copyOf(request, 14);
              cut[2] |= (byte) 0x80;
              return List.of(cut);
            })) {
      assertEquals(Status.BROKEN, asking(PATIENT, peer).addresses(HOST).get(0).together().status());
    }
  }

  @Test
  void aTruncatedAnswerIsFetchedOverTcp() throws IOException {
    Zone zone = Zone.of(many(20));
    Zone cut = zone.truncating();
    try (BothTransports server =
        BothTransports.open(
            socket -> overTcp(zone, socket), (request, turn) -> List.of(cut.answer(request)))) {
      assertEquals(
          20,
          asking(PATIENT, server.datagrams()).addresses(HOST).get(0).together().records().size());
      assertTrue(server.streams().connections() > 0);
    }
  }

  /** A firewall that knows 53/udp only, and a server that does. */
  @ParameterizedTest
  @CsvSource({
    "DROPPED, TCP_BLOCKED",
    "REFUSED, TCP_FAILED",
    "CLOSES_AT_ACCEPT, TCP_FAILED",
    "SILENT, TCP_FAILED"
  })
  void aTruncatedAnswerWithoutTcpSaysSo(Misbehaviour how, Status status) throws IOException {
    Zone cut = Zone.of(HOST + ". 60 IN A 10.0.0.1").truncating();
    try (BothTransports server =
        BothTransports.open(how, (request, turn) -> List.of(cut.answer(request)))) {
      NameServers servers = asking(Duration.ofSeconds(1), server.datagrams());
      for (int i = 0; i <= NameServer.PATIENCE; i++) {
        assertEquals(status, servers.services("s" + i + ".test").get(0).status());
      }
    }
  }

  @Test
  void aPartOfAnAnswerIsUsedAndCalledOne() throws IOException {
    String service = "_ldap._tcp.rollcall.test";
    Zone zone = Zone.of(service + ". 600 IN SRV 0 100 389 dc1.rollcall.test.");
    try (BothTransports server =
        BothTransports.open(
            Misbehaviour.REFUSED, (request, turn) -> List.of(cutShort(zone.answer(request))))) {
      List<ServerAnswer> answers = asking(PATIENT, server.datagrams()).services(service);
      assertEquals(Status.TCP_FAILED, answers.get(0).status());
      assertEquals(List.of("dc1.rollcall.test"), Answers.targets(answers));
    }
  }

  /** RFC 2181 §11: Active Directory registers its sites as they are, in UTF-8. */
  @ParameterizedTest
  @CsvSource({
    "Main Campus, Main\\032Campus",
    "Main_Campus, Main_Campus",
    "\u0141\u00f3d\u017a, \\197\\129\\195\\179d\\197\\186",
    "a\\b, a\\\\b"
  })
  void aSiteMayHaveANameThatNoHostHas(String site, String octets) throws IOException {
    try (UdpPeer server =
        Zone.of("_ldap._tcp." + octets + "._sites.rollcall.test. 600 IN SRV 0 100 389 dc1.uni.edu.")
            .serve()) {
      List<ServerAnswer> answers =
          asking(PATIENT, server).services("_ldap._tcp." + site + "._sites.rollcall.test");
      assertEquals(List.of("dc1.uni.edu"), Answers.targets(answers));
    }
  }

  /** The same with the flag TC. */
  private static byte[] cutShort(byte[] answer) {
    answer[2] |= 2;
    return answer;
  }

  private static void overTcp(Zone zone, Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    while (true) {
      byte[] answer = zone.answer(in.readNBytes(in.readUnsignedShort()));
      out.writeShort(answer.length);
      out.write(answer);
    }
  }

  @Test
  void moreRecordsThanAreKeptAreCounted() throws IOException {
    try (UdpPeer peer = Zone.of(many(40)).serve()) {
      List<String> records = asking(PATIENT, peer).addresses(HOST).get(0).together().records();
      assertEquals(Answers.RECORDS + 1, records.size());
      assertEquals("and 8 more", records.get(Answers.RECORDS));
    }
  }

  /** As name servers do that rotate the records of an answer. */
  @Test
  void theSameRecordsInAnotherOrderAreTheSame() throws IOException {
    List<String> all = Arrays.asList(many(40));
    List<String> rotated = new ArrayList<>(all);
    Collections.rotate(rotated, 13);
    try (UdpPeer one = Zone.of(all.toArray(String[]::new)).serve();
        UdpPeer other = Zone.of(rotated.toArray(String[]::new)).serve()) {
      List<NameServers.Both> answers = asking(PATIENT, one, other).addresses(HOST);
      List<String> records = answers.get(0).together().records();
      assertEquals(records, answers.get(1).together().records());
      assertEquals("10.0.0.2", records.get(2), "by number, not by text");
    }
  }

  /** RFC 2782: the lowest priority first, and of one priority the heaviest. */
  @Test
  void ofTooManyServicesThePreferredAreKept() throws IOException {
    String service = "_ldap._tcp.rollcall.test";
    Stream<String> others =
        IntStream.range(0, 40)
            .mapToObj(i -> service + ". 600 IN SRV 10 1 389 dc" + i + ".rollcall.test.");
    Stream<String> preferred =
        Stream.of(
            service + ". 600 IN SRV 10 60000 389 heavy.rollcall.test.",
            service + ". 600 IN SRV 0 1 389 near.rollcall.test.");
    try (UdpPeer peer = Zone.of(Stream.concat(others, preferred).toArray(String[]::new)).serve()) {
      List<String> targets = Answers.targets(asking(PATIENT, peer).services(service));
      assertEquals(Answers.RECORDS, targets.size());
      assertEquals(List.of("near.rollcall.test", "heavy.rollcall.test"), targets.subList(0, 2));
    }
  }

  @Test
  void aPartOfAnAnswerIsNoWholeOneForTheOtherFamily() throws IOException {
    Zone zone = Zone.of(HOST + ". 60 IN A 10.0.0.1", HOST + ". 60 IN AAAA fd00::1");
    try (BothTransports server =
        BothTransports.open(
            Misbehaviour.REFUSED,
            (request, turn) ->
                List.of(
                    request[request.length - 3] == Type.AAAA
                        ? zone.answer(request)
                        : cutShort(zone.answer(request))))) {
      List<ServerAnswer> answers =
          asking(PATIENT, server.datagrams()).addresses(HOST).stream()
              .map(NameServers.Both::together)
              .toList();
      assertEquals(Status.TCP_FAILED, answers.get(0).status());
      assertEquals(
          List.of("10.0.0.1", "fd00::1"),
          Answers.first(answers.stream(), Answers::addresses).stream()
              .map(address -> address.getHostAddress().replaceFirst("(:0)+:", "::"))
              .toList(),
          "they are used");
    }
  }

  /** Records of an answer have no order (RFC 1034 §3.6). */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aliasesAreFollowedFromTheNameInWhateverOrderTheyCome(int turn) throws IOException {
    List<Record> records =
        new ArrayList<>(
            Zone.of(
                    HOST + ". 300 IN CNAME cdn.rollcall.test.",
                    "CDN.rollcall.test. 20 IN CNAME edge.rollcall.test.",
                    "edge.rollcall.test. 60 IN A 10.0.0.1")
                .records());
    Collections.rotate(records, turn);
    records.addAll(
        Zone.of(
                "other.rollcall.test. 5 IN CNAME elsewhere.rollcall.test.",
                "other.rollcall.test. 5 IN A 10.0.0.9")
            .records());
    ServerAnswer answer = read(Rcode.NOERROR, records);
    assertEquals(Status.ANSWERED, answer.status());
    assertEquals(List.of("cdn.rollcall.test", "edge.rollcall.test"), answer.canonical());
    assertEquals(List.of("10.0.0.1"), answer.records());
    assertEquals(Duration.ofSeconds(20), answer.ttl());
  }

  @Test
  void theEndOfAnAliasIsWhatDoesNotExist() throws IOException {
    ServerAnswer answer =
        read(
            Rcode.NXDOMAIN,
            Zone.of(
                    "b.rollcall.test. 60 IN CNAME gone.rollcall.test.",
                    HOST + ". 60 IN CNAME b.rollcall.test.")
                .records());
    assertEquals(List.of("b.rollcall.test", "gone.rollcall.test"), answer.canonical());
    assertTrue(
        NameFaults.said(HOST, answer).endsWith("of gone.rollcall.test, which does not exist"),
        NameFaults.said(HOST, answer));
  }

  @Test
  void aliasesInACircleEnd() throws IOException {
    ServerAnswer answer =
        read(
            Rcode.NOERROR,
            Zone.of(
                    HOST + ". 60 IN CNAME b.rollcall.test.",
                    "b.rollcall.test. 60 IN CNAME " + HOST + ".")
                .records());
    assertEquals(Status.NO_DATA, answer.status());
    assertEquals(List.of("b.rollcall.test", HOST), answer.canonical());
  }

  private static ServerAnswer read(int rcode, List<Record> records) throws IOException {
    Message message = new Message();
    message.getHeader().setRcode(rcode);
    message.getHeader().setFlag(Flags.RA);
    records.forEach(record -> message.addRecord(record, Section.ANSWER));
    return Answers.read("ns", message, Name.fromString(HOST + "."), Type.A);
  }

  @Test
  void everyServerSpeaksForItself() throws IOException {
    try (UdpPeer knows = Zone.of(HOST + ". 60 IN A 10.0.0.1").serve();
        UdpPeer denies = Zone.failing(Rcode.NXDOMAIN).serve()) {
      assertEquals(
          List.of(Status.ANSWERED, Status.NXDOMAIN),
          asking(PATIENT, knows, denies).addresses(HOST).stream()
              .map(answer -> answer.together().status())
              .toList());
    }
  }

  @Test
  void aDeadServerIsNotAskedForEver() throws IOException {
    try (UdpPeer dead = UdpPeer.that(Misbehaviour.SILENT)) {
      NameServers servers = asking(Duration.ofMillis(100), dead);
      for (int i = 0; i < 20; i++) {
        assertEquals(Status.SILENT, servers.services("s" + i + ".test").get(0).status());
      }
      assertEquals(NameServer.PATIENCE, questions(dead));
    }
  }

  @Test
  void aDeadServerThatHasRecoveredIsAskedAgain() throws IOException {
    Zone zone = Zone.failing(Rcode.NXDOMAIN);
    AtomicBoolean open = new AtomicBoolean();
    try (UdpPeer server =
        UdpPeer.answering(
            (request, turn) -> open.get() ? List.of(zone.answer(request)) : List.of())) {
      NameServers servers = asking(SHORT, server);
      for (int i = 0; i <= NameServer.PATIENCE; i++) {
        assertEquals(Status.SILENT, servers.services("s" + i + ".test").get(0).status());
      }
      open.set(true);
      assertEquals(Status.SILENT, servers.services("dead.test").get(0).status());
      servers.forgetSilences();
      assertEquals(Status.NXDOMAIN, servers.services("recovered.test").get(0).status());
    }
  }

  /** How many different questions came, however often each was sent. */
  private static long questions(UdpPeer peer) {
    return peer.received().stream()
        .map(bytes -> bytes[0] << 8 | (bytes[1] & 0xff))
        .distinct()
        .count();
  }

  @Test
  void aServerThatHasAnsweredIsNotDead() throws IOException {
    Zone zone = Zone.failing(Rcode.NXDOMAIN);
    try (UdpPeer lossy =
        UdpPeer.answering(
            (request, turn) ->
                new String(request, StandardCharsets.ISO_8859_1).contains("known")
                    ? List.of(zone.answer(request))
                    : List.of())) {
      NameServers servers = asking(Duration.ofMillis(300), lossy);
      for (String name : List.of("a", "b", "known1", "c", "d", "e", "f")) {
        servers.services(name + ".test");
      }
      assertEquals(Status.NXDOMAIN, servers.services("known2.test").get(0).status());
      // Each of the eight once, and the two that were denied once more, for the reason.
      assertEquals(10, questions(lossy));
    }
  }

  @Test
  void namesWithoutAnAnswerHoldUpNoOther() throws IOException {
    Zone zone = Zone.failing(Rcode.NXDOMAIN);
    try (UdpPeer server =
        UdpPeer.answering(
            (request, turn) ->
                new String(request, StandardCharsets.ISO_8859_1).contains("known")
                    ? List.of(zone.answer(request))
                    : List.of())) {
      NameServers servers = asking(PATIENT, server);
      List<Future<?>> silent = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = "s" + i + ".test";
        silent.add(THREADS.submit(() -> servers.services(name)));
      }
      assertEquals(Status.NXDOMAIN, servers.services("known.test").get(0).status());
      assertTrue(silent.stream().noneMatch(Future::isDone));
    }
  }

  @Test
  void aLostQuestionIsSentAgain() throws IOException {
    Zone zone = Zone.of(HOST + ". 60 IN A 10.0.0.1", HOST + ". 60 IN AAAA fd00::1");
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    try (UdpPeer lossy =
        UdpPeer.answering(
            (request, turn) ->
                seen.add(request[0] << 8 | (request[1] & 0xff))
                    ? List.of()
                    : List.of(zone.answer(request)))) {
      assertEquals(
          Status.ANSWERED,
          asking(Duration.ofSeconds(4), lossy).addresses(HOST).get(0).together().status());
    }
  }

  /** As old servers, and firewalls before them, do with a question that has an OPT record. */
  @Test
  void aServerThatKnowsNoEdnsIsUnderstood() throws IOException {
    Zone zone = Zone.of(HOST + ". 60 IN A 10.0.0.1");
    try (UdpPeer old =
        UdpPeer.answering(
            (request, turn) ->
                List.of(request[11] == 0 ? zone.answer(request) : refused(request)))) {
      assertEquals(
          Status.ANSWERED, asking(PATIENT, old).addresses(HOST).get(0).together().status());
    }
  }

  private static byte[] refused(byte[] request) {
    byte[] header = Arrays.copyOf(request, 12);
    header[2] |= (byte) 0x80;
    header[3] = Rcode.FORMERR;
    Arrays.fill(header, 4, 12, (byte) 0);
    return header;
  }

  @Test
  void anErrorWithoutTheQuestionIsAnAnswer() throws IOException {
    try (UdpPeer old = UdpPeer.answering((request, turn) -> List.of(refused(request)))) {
      assertEquals(Status.BROKEN, asking(PATIENT, old).services(HOST).get(0).status());
    }
  }

  @Test
  void answersToOtherQuestionsArePassedOver() throws IOException {
    Zone zone = Zone.of(HOST + ". 60 IN A 10.0.0.1");
    try (UdpPeer peer =
        UdpPeer.answering(
            (request, turn) -> {
              byte[] wrong = zone.answer(request);
              wrong[0] ^= 1;
              byte[] echoed = request.clone();
              return List.of(wrong, echoed, zone.answer(request));
            })) {
      assertEquals(
          List.of("10.0.0.1"), asking(PATIENT, peer).addresses(HOST).get(0).together().records());
    }
  }

  @Test
  void aFamilyThatIsNeverAnsweredIsSeen() throws IOException {
    Zone zone = Zone.of(HOST + ". 60 IN A 10.0.0.1");
    try (UdpPeer half =
        UdpPeer.answering(
            (request, turn) ->
                request[request.length - 3] == Type.AAAA
                    ? List.of()
                    : List.of(zone.answer(request)))) {
      NameServers.Both both = asking(Duration.ofSeconds(1), half).addresses(HOST).get(0);
      assertEquals(Optional.of("AAAA"), both.unanswered());
      assertEquals(Status.ANSWERED, both.together().status());
    }
  }

  @Test
  void withoutThreadsNothingIsKnownOfTheServer() throws IOException {
    Executor none =
        task -> {
          throw new RejectedExecutionException();
        };
    try (UdpPeer peer = Zone.of().serve()) {
      NameServers servers = new NameServers(List.of(peer.address()), PATIENT, none);
      for (int i = 0; i < 40; i++) {
        assertEquals(Status.NOT_ASKED, servers.addresses(HOST).get(0).together().status());
      }
    }
  }

  @Test
  void aQuestionThatCannotLeaveThisHost() throws IOException {
    // The kernel sends nothing to port 0.
    InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    NameServers servers = new NameServers(List.of(nowhere), PATIENT, THREADS);
    assertEquals(Status.NOT_SENT, servers.addresses(HOST).get(0).together().status());
  }

  @Test
  void aNameThatCannotBeAskedIsBroken() throws IOException {
    try (UdpPeer peer = Zone.of().serve()) {
      String tooLong = "a".repeat(64) + ".test";
      assertEquals(
          Status.BROKEN, asking(PATIENT, peer).addresses(tooLong).get(0).together().status());
      assertEquals(0, peer.received().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWERED, NXDOMAIN, ANSWERED",
    "NO_DATA, ANSWERED, ANSWERED",
    "NO_DATA, NO_DATA, NO_DATA",
    "NO_DATA, SILENT, SILENT",
    "SERVFAIL, NO_DATA, SERVFAIL",
    "NO_RECURSION, NO_DATA, NO_RECURSION",
    "NXDOMAIN, SILENT, NXDOMAIN",
    "TCP_FAILED, ANSWERED, TCP_FAILED",
    "ANSWERED, TCP_BLOCKED, TCP_BLOCKED",
  })
  void twoAnswersForOneName(Status four, Status six, Status expected) {
    ServerAnswer together =
        Answers.together(
            new ServerAnswer("ns", four, List.of(), List.of(), Duration.ZERO),
            new ServerAnswer("ns", six, List.of(), List.of(), Duration.ZERO));
    assertEquals(expected, together.status());
  }

  @Test
  void servicesAreReadAsText() throws IOException {
    try (UdpPeer peer =
        Zone.of(
                "_ldap._tcp.rollcall.test. 600 IN SRV 0 100 389 dc1.rollcall.test.",
                "_none._tcp.rollcall.test. 600 IN SRV 0 0 0 .")
            .serve()) {
      NameServers servers = asking(PATIENT, peer);
      assertEquals(
          List.of("0 100 389 dc1.rollcall.test"),
          servers.services("_ldap._tcp.rollcall.test").get(0).records());
      assertEquals(
          List.of("0 0 0 ."), servers.services("_none._tcp.rollcall.test").get(0).records());
    }
  }
}
