package dev.rollcall.protocol.ldaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LdapsProtocolTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'.0Z'").withZone(ZoneOffset.UTC);

  private static Attempt attempt(String domain, byte[] answer) throws IOException {
    Peer.Service service =
        socket -> {
          question(socket);
          socket.getOutputStream().write(answer);
          socket.getOutputStream().flush();
          Peer.closeInOrder(socket);
        };
    try (Peer peer = Peer.servingTls(TestAuthority.peer().context(), service)) {
      return Probes.attempt(new LdapsProtocol(), Messages.settings(domain), peer, LONG);
    }
  }

  private static byte[] question(Socket socket) throws IOException {
    byte[] buffer = new byte[4096];
    return Arrays.copyOf(buffer, Math.max(0, socket.getInputStream().read(buffer)));
  }

  private static Fault fault(FaultKind kind, byte[] answer) throws IOException {
    return Probes.assertFault(Phase.EXCHANGE, kind, attempt("uni.edu", answer));
  }

  @Test
  void anActiveDirectoryReportsItsFacts() throws IOException {
    Attempt attempt = attempt("UNI.edu", Messages.SAMBA);
    Probes.answered(attempt);
    assertEquals("DC=uni,DC=edu", Probes.fact(attempt, "ldap.default-naming-context"));
    assertEquals("dc1.uni.edu", Probes.fact(attempt, "ldap.dns-host-name"));
    assertEquals("2, 3", Probes.fact(attempt, "ldap.versions"));
    assertEquals("4 (Windows Server 2008 R2)", Probes.fact(attempt, "ldap.domain-level"));
    assertEquals("4 (Windows Server 2008 R2)", Probes.fact(attempt, "ldap.forest-level"));
    assertEquals("TRUE", Probes.fact(attempt, "ldap.synchronized"));
    assertEquals("Samba Team (https://www.samba.org)", Probes.fact(attempt, "ldap.vendor"));
    assertTrue(Probes.fact(attempt, "ldap.naming-contexts").contains("CN=Configuration,DC=uni"));
    assertEquals(Instant.parse("2026-11-22T19:08:50Z"), clock(attempt).server());
    assertTrue(Probes.tls(attempt).nameMatches());
  }

  @Test
  void anOpenLdapPassesToo() throws IOException {
    Attempt attempt = attempt("example.test", Messages.OPENLDAP);
    Probes.answered(attempt);
    assertEquals("", Probes.concerns(attempt));
    assertEquals("dc=example,dc=test", Probes.fact(attempt, "ldap.naming-contexts"));
  }

  @Test
  void anotherDomainThanTheSiteFilesFails() throws IOException {
    Fault fault = fault(FaultKind.UNEXPECTED, Messages.OPENLDAP);
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
    assertEquals(
        "the directory serves the domain example.test, the site file says uni.edu",
        fault.evidence());
    // One that holds several serves each of them, whatever its main one is.
    Probes.answered(
        attempt(
            "uni.edu",
            Messages.found(
                "defaultNamingContext", "dc=other,dc=test", "namingContexts", "dc=uni,dc=edu")));
  }

  private static Attempt controller(byte[] answer) throws IOException {
    return controller("UNI.EDU", answer);
  }

  private static Attempt controller(String realm, byte[] answer) throws IOException {
    Peer.Service service =
        socket -> {
          question(socket);
          socket.getOutputStream().write(answer);
          Peer.closeInOrder(socket);
        };
    try (Peer peer = Peer.servingTls(TestAuthority.peer().context(), service)) {
      LdapsSettings settings =
          new LdapsSettings(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              LdapsSettings.Controller.REQUIRED,
              Optional.of(realm));
      return Probes.attempt(new LdapsProtocol(), settings, peer, LONG);
    }
  }

  @Test
  void onlyADomainControllerWillDoWhereOneIsRequired() throws IOException {
    byte[] domain =
        Messages.found(
            "defaultNamingContext", "DC=uni,DC=edu",
            "supportedCapabilities", "1.2.840.113556.1.4.800",
            "namingContexts", "DC=uni,DC=edu",
            "currentTime", STAMP.format(Instant.now()));
    Probes.answered(controller(domain));
    // The realm is the domain.
    Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, controller("STAFF.UNI.EDU", domain));
    Fault other =
        Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, controller(Messages.OPENLDAP));
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), other.clue());
    Fault lightweight =
        Probes.assertFault(
            Phase.EXCHANGE,
            FaultKind.UNEXPECTED,
            controller(
                Messages.found(
                    "namingContexts", "CN=App,DC=uni,DC=edu",
                    "supportedCapabilities", "1.2.840.113556.1.4.1851")));
    assertTrue(lightweight.evidence().contains("AD LDS"), lightweight::evidence);
    // It cannot be known.
    assertEquals("SERVER_CONFIGURATION", Probes.concerns(controller(Messages.OPENLDAP_DENIES)));
  }

  @Test
  void aHiddenRootDseIsLdapAllTheSame() throws IOException {
    for (byte[] answer :
        List.of(
            Messages.OPENLDAP_DENIES,
            Messages.OPENLDAP_HIDES,
            Messages.found(),
            Messages.result(1, Messages.DONE, 50, "no"))) {
      Attempt attempt = attempt("example.test", answer);
      Probes.answered(attempt);
      assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
    }
    assertEquals(
        "53 unwilling to perform (authentication required)",
        Probes.fact(attempt("example.test", Messages.OPENLDAP_DENIES), "ldap.result"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 80})
  void aServerThatCannotAnswerFails(int code) throws IOException {
    fault(FaultKind.UNEXPECTED, Messages.result(1, Messages.DONE, code, ""));
  }

  /** RFC 4511 appendix A.2: busy, unavailable; the latter also in a Notice of Disconnection. */
  @ParameterizedTest
  @CsvSource({"51, DENIED, THROTTLED", "52, UNEXPECTED, SERVICE_ERROR"})
  void aServerThatCannotAnswerNowSaysWhy(int code, FaultKind kind, Clue clue) throws IOException {
    byte[] notice = Messages.result(0, Messages.EXTENDED, code, "try later");
    for (byte[] answer : List.of(Messages.result(1, Messages.DONE, code, "try later"), notice)) {
      Fault fault = fault(kind, answer);
      assertEquals(Optional.of(clue), fault.clue());
      assertTrue(fault.evidence().contains(code + " "), fault::evidence);
    }
  }

  @Test
  void aControllerThatHasNotReplicatedFails() throws IOException {
    Fault fault =
        fault(
            FaultKind.UNEXPECTED,
            Messages.found("namingContexts", "DC=uni,DC=edu", "isSynchronized", "FALSE"));
    assertTrue(fault.evidence().contains("isSynchronized FALSE"), fault::evidence);
    assertEquals(Optional.empty(), fault.clue());
  }

  @ParameterizedTest
  @CsvSource({"PT-200S, false", "PT400S, true", "PT-400S, true"})
  void aControllersClockMustBeRight(Duration ahead, boolean fails) throws IOException {
    Attempt attempt =
        attempt(
            "uni.edu",
            Messages.found(
                "defaultNamingContext", "DC=uni,DC=edu",
                "supportedCapabilities", "1.2.840.113556.1.4.800",
                "currentTime", STAMP.format(Instant.now().plus(ahead))));
    if (fails) {
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
      assertEquals(Optional.of(Clue.CLOCK_SKEW), fault.clue());
    } else {
      Probes.answered(attempt);
    }
  }

  @Test
  void theBaseIsTheContextOfTheAccountOrOfTheDomain() {
    RootDse rootDse =
        new RootDse(
            List.of(
                new Attribute(
                    "namingContexts",
                    "cn=Monitor",
                    "cn=accesslog",
                    "o=NetscapeRoot",
                    "o=staff",
                    "dc=uni,dc=edu",
                    "ou=people,o=school")));
    assertEquals(Optional.of("o=staff"), rootDse.context(Optional.empty(), Optional.empty()));
    assertEquals(
        Optional.of("dc=uni,dc=edu"),
        rootDse.context(Optional.of("Uni.edu"), Optional.of("uid=svc,o=elsewhere")));
    assertEquals(
        Optional.of("ou=people,o=school"),
        rootDse.context(Optional.of("uni.edu"), Optional.of("uid=svc,OU=People,O=School")));
    assertEquals(
        Optional.empty(),
        new RootDse(List.of(new Attribute("namingContexts", "cn=Monitor")))
            .context(Optional.of("uni.edu"), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"PT0S, ''", "PT60S, ''", "PT-200S, CLOCK", "PT400S, CLOCK"})
  void theClockIsCompared(Duration ahead, String concerns) throws IOException {
    String now = STAMP.format(Instant.now().plus(ahead));
    Attempt attempt =
        attempt("uni.edu", Messages.found("namingContexts", "DC=uni,DC=edu", "currentTime", now));
    assertEquals(concerns, Probes.concerns(attempt));
    Duration error = clock(attempt).offset().minus(ahead).abs();
    assertTrue(error.compareTo(Duration.ofSeconds(10)) < 0, error::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99991231235959.0Z", "24000101000000.0Z", "00010101000000Z"})
  void aClockOutOfRangeIsAFact(String currentTime) throws IOException {
    try (Peer peer = LdapClockPeer.telling(currentTime)) {
      Attempt attempt =
          Probes.attempt(new LdapsProtocol(), Messages.settings("uni.edu"), peer, LONG);
      Probes.answered(attempt);
      assertEquals("CLOCK", Probes.concerns(attempt));
      assertTrue(
          attempt
              .outcome()
              .concerns()
              .get(0)
              .text()
              .startsWith("the directory server's clock says "));
      assertTrue(Probes.fact(attempt, "ldap.clock").contains("more than 100 years"));
      assertTrue(
          attempt.outcome().observations().stream().noneMatch(Observation.Clock.class::isInstance));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Z", "2026", "now", "20261332256199.0Z", "+9999999990101000000Z"})
  void whatIsNoTimeIsNoClock(String currentTime) throws IOException {
    try (Peer peer = LdapClockPeer.telling(currentTime)) {
      Attempt attempt =
          Probes.attempt(new LdapsProtocol(), Messages.settings("uni.edu"), peer, LONG);
      Probes.answered(attempt);
      assertTrue(
          attempt.outcome().observations().stream().noneMatch(Observation.Clock.class::isInstance));
    }
  }

  /** A server has no reason to send a search, whose filters the library reads by recursion. */
  @Test
  void filtersWithinFiltersAreMalformed() throws IOException {
    byte[] innermost = Messages.tag(0x87, "objectClass".getBytes(StandardCharsets.US_ASCII));
    int depth = 20_000;
    ByteBuffer filter = ByteBuffer.allocate(6 * depth + innermost.length);
    for (int level = 0; level < depth; level++) {
      filter.put((byte) 0xa2).put((byte) 0x84).putInt(filter.remaining() - 4);
    }
    filter.put(innermost);
    byte[] search =
        Messages.tag(
            0x30,
            Messages.tag(2, new byte[] {1}),
            Messages.tag(
                0x63,
                Messages.tag(4),
                Messages.tag(10, new byte[] {0}),
                Messages.tag(10, new byte[] {0}),
                Messages.tag(2, new byte[] {0}),
                Messages.tag(2, new byte[] {0}),
                Messages.tag(1, new byte[] {0}),
                filter.array(),
                Messages.tag(0x30)));
    assertTrue(search.length < LdapMessages.LARGEST);
    Fault fault = fault(FaultKind.MALFORMED, search);
    assertEquals("an LDAP message has more than 64 levels", fault.evidence());
  }

  private static Observation.Clock clock(Attempt attempt) {
    return (Observation.Clock)
        attempt.outcome().observations().stream()
            .filter(Observation.Clock.class::isInstance)
            .findFirst()
            .orElseThrow();
  }

  @Test
  void noReferralIsFollowedAndNothingElseIsAsked() throws IOException {
    byte[] reference = Messages.tag(Messages.REFERENCE, Messages.tag(4, new byte[] {'x'}));
    byte[] message = Messages.tag(0x30, Messages.tag(2, new byte[] {1}), reference);
    Probes.answered(
        attempt(
            "uni.edu", Messages.join(message, Messages.found("namingContexts", "DC=uni,DC=edu"))));
    byte[] endless = new byte[0];
    for (int i = 0; i < 40; i++) {
      endless = Messages.join(endless, message);
    }
    fault(FaultKind.UNEXPECTED, endless);
  }

  @Test
  void theQuestionIsAnonymousAndTheEndIsSaid() throws IOException {
    AtomicReference<byte[]> asked = new AtomicReference<>(new byte[0]);
    AtomicReference<byte[]> ended = new AtomicReference<>(new byte[0]);
    Peer.Service service =
        socket -> {
          asked.set(question(socket));
          socket.getOutputStream().write(Messages.OPENLDAP);
          socket.getOutputStream().flush();
          ended.set(question(socket));
        };
    try (Peer peer = Peer.servingTls(TestAuthority.peer().context(), service)) {
      Probes.answered(Probes.attempt(new LdapsProtocol(), Messages.settings(), peer, LONG));
      for (int i = 0; i < 200 && ended.get().length == 0; i++) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    String request = HexFormat.of().formatHex(asked.get());
    assertTrue(request.matches("30(81)?..02010163.*"), "a SearchRequest, and no bind: " + request);
    assertEquals("30050201024200", HexFormat.of().formatHex(ended.get()));
  }

  @Test
  void aNoticeOfDisconnectionIsNamed() throws IOException {
    Fault fault =
        fault(FaultKind.UNEXPECTED, Messages.result(0, Messages.EXTENDED, 52, "shutting down"));
    assertTrue(fault.evidence().contains("52 unavailable (shutting down)"), fault::evidence);
  }

  @Test
  void otherBytesInsideTlsAreMalformed() throws IOException {
    byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    Fault fault = fault(FaultKind.MALFORMED, http);
    assertTrue(fault.evidence().contains("HTTP/1.1 400"), fault::evidence);
    // Announces four gigabytes; a byte above the bound; an indefinite length; the answer to another
    // message.
    fault(FaultKind.MALFORMED, Messages.hex("3084ffffffff"));
    fault(FaultKind.MALFORMED, Messages.hex("3083040001"));
    fault(FaultKind.MALFORMED, Messages.hex("3080"));
    fault(FaultKind.MALFORMED, Messages.hex("3085000000000102"));
    fault(FaultKind.MALFORMED, Messages.hex("3003020101"));
    fault(FaultKind.MALFORMED, Messages.result(7, Messages.DONE, 0, ""));
  }

  @Test
  void closedWithinAMessageIsClosed() throws IOException {
    for (int length : List.of(0, 1, 3, 100, 600 - 100)) {
      fault(FaultKind.CLOSED, Arrays.copyOf(Messages.SAMBA, length));
    }
  }

  @Test
  void whatTheServerWritesIsMadeHarmless() throws IOException {
    String nasty = "\u001b]0;owned\u0007\r\n\u202e".repeat(500);
    Attempt attempt =
        attempt(
            "uni.edu",
            Messages.join(
                Messages.entry(
                    1, "namingContexts", nasty, "dnsHostName", nasty, "currentTime", nasty),
                Messages.result(1, Messages.DONE, 53, nasty)));
    Probes.answered(attempt);
    ProtocolContract.assertHarmless(attempt.outcome());
  }

  @Test
  void noBitFlipBreaksTheReader() {
    Random random = new Random(4511);
    int refused = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = Arrays.copyOf(Messages.SAMBA, Messages.SAMBA.length - 14);
      for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Session session =
          Probes.session(
              Probes.route(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 636), Transport.TCP),
              LONG,
              Probes.policy());
      try {
        if (LdapMessages.decode(bytes).getProtocolOp()
            instanceof SearchResultEntryProtocolOp entry) {
          new RootDseReport(session, Messages.settings("uni.edu"))
              .tell(new RootDse(entry), Instant.now(), Duration.ZERO);
        }
      } catch (ProbeException expected) {
        assertEquals("EXCHANGE MALFORMED", expected.fault().cause());
        refused++;
      }
      ProtocolContract.assertHarmless(
          new Outcome.Answered(session.findings().observations(), session.findings().concerns()));
    }
    assertTrue(refused > 250, "the reader is not strict: " + refused);
  }
}
