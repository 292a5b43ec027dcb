package dev.rollcall.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.StandInLog;
import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Port;
import dev.rollcall.probe.FreePorts;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class StandInServerTest {
  /** Answers each byte with itself. */
  private static final StandIn.Streams ECHO =
      caller -> {
        for (int next = caller.in().read(); next >= 0; next = caller.in().read()) {
          caller.write(new byte[] {(byte) next});
        }
      };

  private static Standing standing(StandIn standIn) throws IOException {
    return standing(standIn, StandInLimits.usual());
  }

  private static Standing standing(StandIn standIn, StandInLimits limits) throws IOException {
    return Standing.of("made-up", standIn, Optional.empty(), limits);
  }

  private static Socket connect(InetSocketAddress at) throws IOException {
    Socket socket = new Socket(at.getAddress(), at.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void assertEchoes(Socket socket) throws IOException {
    socket.getOutputStream().write('x');
    assertEquals('x', socket.getInputStream().read());
  }

  private static SSLSocket secured(InetSocketAddress at, String... alpn) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            Middleman.trusting()
                .getSocketFactory()
                .createSocket(connect(at), Probes.HOST, at.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(alpn);
    parameters.setServerNames(List.of(new SNIHostName(Probes.HOST)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  @Test
  void tooManyConnectionsAreClosedAtOnceAndAreInTheLog() throws Exception {
    for (StandInLimits limits :
        List.of(
            StandInLimits.usual().withConnections(2, 9),
            StandInLimits.usual().withConnections(9, 2))) {
      try (Standing standing = standing(ECHO, limits);
          Socket one = connect(standing.address());
          Socket two = connect(standing.address())) {
        assertEchoes(one);
        assertEchoes(two);
        try (Socket three = connect(standing.address())) {
          assertEquals(-1, read(three));
        }
        assertEquals("too many connections", standing.awaitVisits(1).get(0).ended());
        one.shutdownOutput();
        standing.awaitVisits(2);
        assertEventuallyEchoes(standing);
      }
    }
  }

  /** A place is free a moment after the one who had it was seen to leave. */
  private static void assertEventuallyEchoes(Standing standing) throws Exception {
    for (int turn = 0; turn < 100; turn++) {
      try (Socket next = connect(standing.address())) {
        next.getOutputStream().write('x');
        if (read(next) == 'x') {
          return;
        }
      } catch (IOException stillFull) {
        // Closed while we wrote.
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no connection is let in any more");
  }

  /** The next byte, or -1 however the connection ended. */
  private static int read(Socket socket) throws SocketTimeoutException {
    try {
      return socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      return -1;
    }
  }

  @Test
  void anAddressThatCannotBeUsedIsLeftOutAndNamed() throws Exception {
    try (StandInServer stand =
        StandInServer.open(
            List.of(),
            StandInCertificate.selfMade(List.of("a.test")),
            Optional.empty(),
            StandInLimits.usual(),
            visit -> {})) {
      InetAddress here = InetAddress.getLoopbackAddress();
      InetAddress foreign = InetAddress.getByName("192.0.2.1");
      assertEquals(List.of(here), stand.usable(List.of(foreign, here), "123/udp"));
      List<StandInLog.Incident> incidents = stand.log("1", "here").incidents();
      assertEquals(1, incidents.size());
      assertTrue(
          incidents.get(0).text().startsWith("123/udp is not answered on 192.0.2.1: "),
          incidents.get(0).text());
    }
  }

  @Test
  void aHandlerThatThrowsEndsOnlyItsOwnConversation() throws Exception {
    StandIn.Streams broken =
        caller -> {
          if (caller.in().read() == '!') {
            throw new IllegalStateException("a mistake");
          }
          caller.write(new byte[] {1});
        };
    try (Standing standing = standing(broken);
        Socket good = connect(standing.address());
        Socket bad = connect(standing.address())) {
      bad.getOutputStream().write('!');
      assertEquals(-1, read(bad));
      good.getOutputStream().write('?');
      assertEquals(1, read(good));
      List<Visit> visits = standing.awaitVisits(2);
      assertEquals(List.of("answered", "not understood: IllegalStateException"), ended(visits));
    }
  }

  private static List<String> ended(List<Visit> visits) {
    return visits.stream().map(Visit::ended).sorted().toList();
  }

  @Test
  void theLogSaysHowEachVisitEnded() throws Exception {
    assertEnds("connected, but sent nothing", ECHO, socket -> {});
    assertEnds("answered", ECHO, StandInServerTest::assertEchoes);
    assertEnds(
        "request not answered",
        caller -> {
          caller.saw("made-up.byte", Integer.toString(caller.in().read()));
        },
        socket -> socket.getOutputStream().write(1));
    assertEnds(
        "greeted, but sent nothing",
        caller -> {
          caller.write(new byte[] {'h'});
          caller.saw("made-up.byte", Integer.toString(caller.in().read()));
        },
        socket -> assertEquals('h', socket.getInputStream().read()));
    assertEnds("not understood: no", caller -> fail(caller, "no"), socket -> {});
  }

  private static void fail(Caller caller, String why) throws IOException {
    caller.saw("made-up.why", why);
    throw new IOException(why);
  }

  private interface Visiting {
    void visit(Socket socket) throws IOException;
  }

  private static void assertEnds(String how, StandIn.Streams standIn, Visiting visiting)
      throws Exception {
    try (Standing standing = standing(standIn)) {
      try (Socket socket = connect(standing.address())) {
        visiting.visit(socket);
      }
      assertEquals(how, standing.awaitVisits(1).get(0).ended());
    }
  }

  @Test
  void aHandshakeAloneDiffersFromARequestInsideTls() throws Exception {
    StandIn.Streams tls = caller -> ECHO.serve(caller.startTls());
    try (Standing standing = standing(tls)) {
      secured(standing.address()).close();
      Visit first = standing.awaitVisits(1).get(0);
      assertEquals("TLS handshake only", first.ended());
      assertEquals(List.of(new Observation.Fact("tls.server-name", Probes.HOST)), first.saw());
      try (SSLSocket socket = secured(standing.address())) {
        assertEchoes(socket);
      }
      assertEquals("answered", standing.awaitVisits(2).get(1).ended());
      try (Socket socket = connect(standing.address())) {
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Peer.drain(socket);
      }
      String third = standing.awaitVisits(3).get(2).ended();
      assertTrue(third.startsWith("TLS failed: "), third);
    }
  }

  @Test
  void whoOffersAnotherProtocolInTlsIsServedAllTheSame() throws Exception {
    StandIn.Streams tls = caller -> ECHO.serve(caller.startTls("http/1.1"));
    try (Standing standing = standing(tls)) {
      for (String[] offered : new String[][] {{}, {"http/1.0"}, {"h2", "http/1.1"}}) {
        try (SSLSocket socket = secured(standing.address(), offered)) {
          assertEchoes(socket);
          boolean known = List.of(offered).contains("http/1.1");
          assertEquals(known ? "http/1.1" : "", socket.getApplicationProtocol());
        }
      }
    }
  }

  @Test
  void aKeptConnectionIsAVisitForEachRequest() throws Exception {
    StandIn.Streams kept =
        caller -> {
          for (int next = caller.in().read(), n = 1; next >= 0; next = caller.in().read(), n++) {
            if (n > 1) {
              caller.again();
            }
            caller.saw("made-up.number", Integer.toString(n));
            caller.write(new byte[] {(byte) next});
          }
        };
    try (Standing standing = standing(kept)) {
      try (Socket socket = connect(standing.address())) {
        assertEchoes(socket);
        assertEchoes(socket);
      }
      List<Visit> visits = standing.awaitVisits(2);
      assertEquals(List.of("answered", "answered"), ended(visits));
      assertEquals("1", visits.get(0).saw().get(0).text());
      assertEquals(List.of(new Observation.Fact("made-up.number", "2")), visits.get(1).saw());
    }
  }

  @Test
  void whatACallerShowsIsMadeSafeAndCut() throws Exception {
    StandIn.Streams showing =
        caller -> {
          for (int fact = 0; fact < 1000; fact++) {
            caller.saw("made-up.text", "\u001b[31m\u202e" + "x".repeat(5000));
          }
        };
    try (Standing standing = standing(showing)) {
      connect(standing.address()).close();
      Visit visit = standing.awaitVisits(1).get(0);
      int length = visit.saw().stream().mapToInt(fact -> fact.text().length()).sum();
      assertTrue(length <= 4096, () -> "facts of " + length + " characters");
      String text = visit.saw().get(0).text();
      assertTrue(text.startsWith("\\u001b[31m\\u202ex"), text);
      assertTrue(text.length() < 300);
    }
  }

  @Test
  void visitsBeyondTheLimitAreCounted() throws Exception {
    StandIn.Streams silent = caller -> {};
    try (Standing standing = standing(silent, TestLimits.withLogBytes(10_000))) {
      for (int visit = 0; visit < 30; visit++) {
        try (Socket socket = connect(standing.address())) {
          assertEquals(-1, read(socket));
        }
      }
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (standing.log().total() < 30 && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      assertEquals(30, standing.log().series().get(0).count());
      int kept = standing.visits().size();
      assertTrue(kept >= 2 && kept < 20, () -> kept + " kept");
    }
  }

  /** The listener is called by the thread that accepts where a visit is turned away. */
  @Test
  void anErrorWhileAcceptingIsInTheLogAndThePortStaysServed() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (StandInServer stand =
            StandInServer.open(
                List.of(Standing.assignment("made-up", ECHO)),
                StandInCertificate.selfMade(List.of()),
                Optional.empty(),
                StandInLimits.usual().withConnections(1, 1),
                visit -> {
                  if (calls.incrementAndGet() <= 2) {
                    throw new OutOfMemoryError("as if memory were short");
                  }
                });
        Socket one = connect(stand.addresses().get(0))) {
      assertEchoes(one);
      for (int turn = 0; turn < 3; turn++) {
        try (Socket away = connect(stand.addresses().get(0))) {
          assertEquals(-1, read(away), "turn " + turn);
        }
      }
      assertEchoes(one);
      for (int looks = 0; looks < 2000 && calls.get() < 3; looks++) {
        Thread.sleep(10);
      }
      assertEquals(3, calls.get());
      StandInLog log = stand.log("test", "test");
      StandInLog.Incident incident = log.incidents().get(0);
      assertEquals(
          stand.addresses().get(0).getPort() + "/tcp: was started again: OutOfMemoryError",
          incident.text());
      assertEquals(2, incident.count());
      assertEquals(3, log.total());
    }
  }

  @Test
  void anErrorInAConversationEndsItAlone() throws Exception {
    StandIn.Streams broken =
        caller -> {
          if (caller.in().read() == '!') {
            throw new OutOfMemoryError("as if memory were short");
          }
          caller.write(new byte[] {1});
        };
    try (Standing standing = standing(broken);
        Socket good = connect(standing.address())) {
      // More than one source may hold: none of the places is lost.
      int turns = StandInLimits.usual().perSource() + 1;
      for (int turn = 0; turn < turns; turn++) {
        try (Socket bad = connect(standing.address())) {
          bad.getOutputStream().write('!');
          assertEquals(-1, read(bad));
        }
      }
      good.getOutputStream().write('?');
      assertEquals(1, read(good));
      good.shutdownOutput();
      assertEquals(
          turns,
          standing.awaitVisits(turns + 1).stream()
              .filter(visit -> visit.ended().equals("ended by the stand-in's own OutOfMemoryError"))
              .count());
      assertEquals(turns, standing.log().incidents().get(0).count());
    }
  }

  /**
   * Whatever a listener throws, and however often: it is started again until the server is closed.
   */
  @Test
  void aListenerIsStartedAgainAfterAnyException() throws Exception {
    StandInLogger logbook = new StandInLogger(100_000, visit -> {});
    CountDownLatch served = new CountDownLatch(1);
    Iterator<Throwable> thrown =
        List.of(
                new StackOverflowError(),
                new IllegalStateException("a mistake"),
                new NoClassDefFoundError("gone"))
            .iterator();
    try (SharedState state = new SharedState(StandInLimits.usual(), logbook)) {
      state.open(
          new Listener() {
            @Override
            public InetSocketAddress address() {
              return new InetSocketAddress(1);
            }

            @Override
            public Port port() {
              return Port.tcp(1);
            }

            @Override
            public void run() {
              if (!thrown.hasNext()) {
                served.countDown();
                return;
              }
              Throwable next = thrown.next();
              if (next instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) next;
            }

            @Override
            public void close() {}
          });
      assertTrue(served.await(20, TimeUnit.SECONDS));
    }
    assertEquals(
        List.of(
            "1/tcp: was started again: StackOverflowError",
            "1/tcp: was started again: IllegalStateException",
            "1/tcp: was started again: NoClassDefFoundError"),
        logbook.incidents().stream().map(StandInLog.Incident::text).toList());
  }

  @Test
  void takenPortsAreAllNamedAndNothingStaysOpen() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, here);
        ServerSocket two = new ServerSocket(0, 1, here)) {
      int free = FreePorts.next();
      List<PortAssignment> assignments = new ArrayList<>();
      for (int port : new int[] {one.getLocalPort(), free, two.getLocalPort()}) {
        assignments.add(
            new PortAssignment(
                here,
                port,
                List.of(),
                List.of(),
                new PortAssignment.Served("made-up", VisitFacts.NONE, ECHO),
                PortAssignment.Options.NONE));
      }
      PortsException thrown =
          assertThrows(
              PortsException.class,
              () ->
                  StandInServer.open(
                      assignments,
                      StandInCertificate.selfMade(List.of()),
                      Optional.empty(),
                      StandInLimits.usual(),
                      visit -> {}));
      for (ServerSocket taken : List.of(one, two)) {
        assertTrue(
            thrown.getMessage().contains(taken.getLocalPort() + "/tcp on 127.0.0.1 is taken"),
            thrown.getMessage());
      }
      assertFalse(thrown.getMessage().contains(free + "/tcp"), thrown.getMessage());
      assertThrows(ConnectException.class, () -> connect(new InetSocketAddress(here, free)));
    }
  }

  @Test
  void eachVisitIsReportedToTheListener() throws Exception {
    List<Visit> heard = new ArrayList<>();
    PortAssignment assignment = Standing.assignment("made-up", ECHO);
    try (StandInServer stand =
            StandInServer.open(
                List.of(assignment),
                StandInCertificate.selfMade(List.of()),
                Optional.empty(),
                StandInLimits.usual(),
                heard::add);
        Socket socket = connect(stand.addresses().get(0))) {
      assertEchoes(socket);
    }
    assertEquals(1, heard.size());
    assertEquals("made-up", heard.get(0).protocol());
  }

  @Test
  void aSlowPortWaitsFirst() throws Exception {
    PortAssignment slow =
        Standing.assignment(
            PortAssignment.Options.NONE.withDelay(Duration.ofMillis(300)), "made-up", ECHO);
    try (StandInServer stand =
            StandInServer.open(
                List.of(slow),
                StandInCertificate.selfMade(List.of()),
                Optional.empty(),
                StandInLimits.usual(),
                visit -> {});
        Socket socket = connect(stand.addresses().get(0))) {
      long start = System.nanoTime();
      assertEchoes(socket);
      assertTrue(System.nanoTime() - start >= Duration.ofMillis(250).toNanos());
    }
  }

  @Test
  void aDroppingPortAnswersNoSyn() throws Exception {
    try (DroppingPort port = DroppingPort.open();
        Socket socket = new Socket()) {
      assertThrows(SocketTimeoutException.class, () -> socket.connect(port.address(), 500));
    }
  }
}
