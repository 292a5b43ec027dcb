package dev.rollcall.protocol.tds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.standin.Middleman;
import dev.rollcall.standin.PortAssignment;
import dev.rollcall.standin.StandInContract;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.StandInServer;
import dev.rollcall.standin.Standing;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TdsStandInTest extends StandInContract<TdsSettings> {
  private static final TdsSettings APPS = new TdsSettings(Optional.of("APPS"), Optional.empty());
  private static final String PASSWORD = "Not-A-Secret-77";
  private static final Optional<SharedKey> KEY =
      Optional.of(new SharedKey("sixteen bytes and more".getBytes(StandardCharsets.US_ASCII)));

  @TempDir Path folder;

  @Override
  protected Protocol<TdsSettings> protocol() {
    return new TdsProtocol();
  }

  @Override
  protected TdsSettings settings() {
    return APPS;
  }

  @Override
  protected Tls tls() {
    return Tls.LATER;
  }

  @Override
  protected Middleman.Sides beforeTls(Socket caller, Socket standIn) throws IOException {
    pass(caller, standIn);
    pass(standIn, caller);
    return new Middleman.Sides(new TdsFraming(caller), new TdsFraming(standIn));
  }

  private static void pass(Socket from, Socket to) throws IOException {
    byte[] header = from.getInputStream().readNBytes(Prelogin.HEADER);
    to.getOutputStream().write(header);
    int left = ByteBuffer.wrap(header).getShort(2) - Prelogin.HEADER;
    to.getOutputStream().write(from.getInputStream().readNBytes(left));
  }

  private static String concerns(InetSocketAddress at, Optional<String> instance) {
    Attempt attempt =
        Prober.attempt(
            new TdsProtocol(),
            new TdsSettings(instance, Optional.empty()),
            Probes.session(
                Probes.route(at, Transport.TCP), Duration.ofSeconds(10), Probes.policy()));
    Probes.answered(attempt);
    return Probes.concerns(attempt);
  }

  @Test
  void itAnswersForTheInstancesOfItsRulesOnly() throws IOException {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      assertEquals("STAND_IN", concerns(standing.address(), Optional.of("apps")));
      assertEquals("STAND_IN", concerns(standing.address(), Optional.empty()));
      assertEquals("SITE_VALUE STAND_IN", concerns(standing.address(), Optional.of("OTHER")));
    }
    try (Standing standing =
        Standing.of(new TdsProtocol(), new TdsSettings(Optional.empty(), Optional.empty()))) {
      assertEquals("STAND_IN", concerns(standing.address(), Optional.of("MSSQLSERVER")));
      assertEquals("SITE_VALUE STAND_IN", concerns(standing.address(), Optional.of("APPS")));
    }
  }

  @Test
  void theProbeReportsWhatItSaw() throws Exception {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      Attempt attempt = ask(standing.address(), Optional.empty());
      assertEquals("PRELOGIN, the certificate", Probes.fact(attempt, "stand-in.mark"));
      assertEquals("16.0.0 (SQL Server 2022)", Probes.fact(attempt, "tds.version"));
      assertEquals("on", Probes.fact(attempt, "tds.encryption"));
      assertEquals("TLSv1.2", Probes.tls(attempt).protocol());
      String saw = standing.awaitVisits(1).get(0).saw().toString();
      assertTrue(saw.contains("tds.instance") && saw.contains("APPS"), saw);
    }
  }

  @Test
  void aGivenCertificateDoesNotHideIt() throws IOException {
    TestAuthority.Leaf leaf = TestAuthority.peer();
    PortAssignment assignment =
        new PortAssignment(
            InetAddress.getLoopbackAddress(),
            0,
            List.of(Probes.HOST),
            List.of("sql.tds"),
            PortAssignment.Served.of(new TdsProtocol(), Transport.TCP, List.of(APPS)),
            PortAssignment.Options.NONE);
    try (StandInServer stand =
        StandInServer.open(
            List.of(assignment),
            StandInCertificate.of(leaf.chain(), leaf.key()),
            KEY,
            StandInLimits.usual(),
            v -> {})) {
      Attempt attempt = ask(stand.addresses().get(0), KEY);
      assertEquals("STAND_IN", Probes.concerns(attempt));
      assertEquals("PRELOGIN", Probes.fact(attempt, "stand-in.mark"));
      assertTrue(attempt.outcome().concerns().get(0).text().contains("it proved"));
    }
  }

  private SQLServerException refused(Standing standing, String encryption) {
    Properties properties = new Properties();
    properties.setProperty("user", "appsanywhere_user");
    properties.setProperty("password", PASSWORD);
    String url =
        "jdbc:sqlserver://127.0.0.1:"
            + standing.address().getPort()
            + ";loginTimeout=20;connectRetryCount=0;transparentNetworkIPResolution=false;"
            + encryption;
    return assertThrows(
        SQLServerException.class, () -> new SQLServerDriver().connect(url, properties).close());
  }

  private static void assertRefusal(SQLServerException refusal) {
    assertEquals(18456, refusal.getErrorCode(), refusal::toString);
    assertEquals(StandInMark.NAME, refusal.getSQLServerError().getServerName());
    assertTrue(StandInMark.in(refusal.getMessage()), refusal::getMessage);
  }

  @Test
  void microsoftsDriverIsRefusedByAnErrorAndNothingOfItsLoginIsKept() throws Exception {
    try (Standing standing = standing(KEY, StandInLimits.usual())) {
      assertRefusal(refused(standing, "encrypt=true;trustServerCertificate=true"));
      assertRefusal(refused(standing, "encrypt=false;trustServerCertificate=true"));
      Path certificate = folder.resolve("stand-in.pem");
      Files.writeString(
          certificate, TestAuthority.pem(List.of(standing.certificate().certificate())));
      assertRefusal(refused(standing, "encrypt=strict;serverCertificate=" + certificate));
      standing.awaitVisits(3);
      assertNothingKept(standing);
    }
  }

  private static void assertNothingKept(Standing standing) {
    String log = standing.log().toString();
    byte[] plain = PASSWORD.getBytes(StandardCharsets.UTF_16LE);
    byte[] obfuscated = new byte[plain.length];
    for (int i = 0; i < plain.length; i++) {
      obfuscated[i] = (byte) (((plain[i] & 0xf0) >> 4 | (plain[i] & 0x0f) << 4) ^ 0xa5);
    }
    for (byte[] form : List.of(plain, obfuscated, PASSWORD.getBytes(StandardCharsets.US_ASCII))) {
      assertFalse(log.contains(new String(form, StandardCharsets.ISO_8859_1)));
      assertFalse(log.contains(HexFormat.of().formatHex(form)));
    }
    assertFalse(log.contains("appsanywhere_user"), log);
    assertTrue(log.contains("tds.client-version"), log);
  }

  @Test
  void aLoginWithoutPreloginIsRefusedToo() throws Exception {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual());
        Socket socket = new Socket()) {
      socket.connect(standing.address(), 5000);
      socket.setSoTimeout(10_000);
      byte[] login = new byte[200];
      // A login of TDS 7.0, of two packets.
      ByteBuffer.wrap(login).putInt(0xc8000000).putInt(0x00000070);
      byte[] password = PASSWORD.getBytes(StandardCharsets.UTF_16LE);
      System.arraycopy(password, 0, login, 100, password.length);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] first = Prelogin.packet(StandInLogin.LOGIN7, Arrays.copyOf(login, 110));
      first[1] = 0;
      out.writeBytes(first);
      out.writeBytes(Prelogin.packet(StandInLogin.LOGIN7, Arrays.copyOfRange(login, 110, 200)));
      socket.getOutputStream().write(out.toByteArray());
      byte[] answer = socket.getInputStream().readAllBytes();
      assertEquals(HexFormat.of().formatHex(StandInLogin.tokens(0x70000000)), hex(answer, 8));
      standing.awaitVisits(1);
      assertFalse(
          standing.log().toString().contains(new String(password, StandardCharsets.UTF_16LE)));
    }
  }

  private static String hex(byte[] bytes, int from) {
    return HexFormat.of().formatHex(bytes, from, bytes.length);
  }

  @Test
  void theErrorHasTheLayoutOfTheClientsVersion() {
    String old = hex(StandInLogin.tokens(0x71000001), 0);
    String now = hex(StandInLogin.tokens(0x74000004), 0);
    // ERROR 18456, state 1, class 14; DONE with an error: numbers grew in TDS 7.2.
    assertTrue(old.startsWith("aa") && old.substring(6).startsWith("18480000" + "01" + "0e"), old);
    assertTrue(old.endsWith("00" + "0100" + "fd" + "0200" + "0000" + "00000000"), old);
    assertTrue(now.endsWith("00" + "01000000" + "fd" + "0200" + "0000" + "00".repeat(8)), now);
    assertEquals(old.length() + 2 * 6, now.length());
  }

  @Test
  void whatIsNoTdsIsNotAnswered() throws IOException {
    for (String hex :
        List.of(
            // Not the last packet; nothing in it; longer than any; options without an end.
            "12000010000001000000000000000000",
            "1201000800000100",
            "1201ffff00000100",
            "1201000f00000100" + "00000600060000",
            // A login that is too short to be one, and one of another type's packets.
            "1001000800000100",
            "1000001800000100" + "00".repeat(16) + "0101000800000100",
            "0101000800000100")) {
      try (Standing standing = standing(Optional.empty(), StandInLimits.usual());
          Socket socket = new Socket()) {
        socket.connect(standing.address(), 5000);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
        assertEquals("", closed(socket), hex);
      }
    }
  }

  /** What comes until the end, which may be a reset where bytes were left unread. */
  private static String closed(Socket socket) throws IOException {
    try {
      return hex(socket.getInputStream().readAllBytes(), 0);
    } catch (SocketException reset) {
      return "";
    }
  }
}
