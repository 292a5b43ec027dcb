package dev.rollcall.protocol.smb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.standin.StandInContract;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.Standing;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import jcifs.CIFSContext;
import jcifs.config.PropertyConfiguration;
import jcifs.context.BaseContext;
import jcifs.smb.NtStatus;
import jcifs.smb.NtlmPasswordAuthenticator;
import jcifs.smb.SmbAuthException;
import jcifs.smb.SmbFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmbStandInTest extends StandInContract<SmbSettings> {
  private static final String PASSWORD = "Not-A-Secret-77";
  private static final HexFormat HEX = HexFormat.of();

  @Override
  protected Protocol<SmbSettings> protocol() {
    return new SmbProtocol();
  }

  @Override
  protected SmbSettings settings() {
    return new SmbSettings(Optional.empty(), List.of(), Optional.empty());
  }

  @Test
  void theProbeReportsWhatItSaw() throws Exception {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      Attempt attempt = ask(standing.address(), Optional.empty());
      assertEquals("the server's GUID", Probes.fact(attempt, "stand-in.mark"));
      assertEquals("3.1.1", Probes.fact(attempt, "smb.dialect"));
      assertEquals("enabled", Probes.fact(attempt, "smb.signing"));
      assertEquals("NTLM", Probes.fact(attempt, "smb.authentication"));
      Observation.Clock clock =
          attempt.outcome().observations().stream()
              .filter(Observation.Clock.class::isInstance)
              .map(Observation.Clock.class::cast)
              .findFirst()
              .orElseThrow();
      assertTrue(clock.offset().abs().compareTo(clock.uncertainty()) <= 0, clock::toString);
      assertEquals(
          "2.0.2, 2.1, 3.0, 3.0.2, 3.1.1", standing.awaitVisits(1).get(0).saw().get(0).text());
    }
  }

  /** What it answers to these messages, each without its transport header. */
  private static List<byte[]> conversation(Standing standing, byte[]... messages)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(standing.address(), 5000);
      socket.setSoTimeout(10_000);
      List<byte[]> answers = new ArrayList<>();
      for (byte[] message : messages) {
        ByteBuffer out = ByteBuffer.allocate(4 + message.length);
        socket.getOutputStream().write(out.putInt(message.length).put(message).array());
        byte[] header = socket.getInputStream().readNBytes(4);
        if (header.length < 4) {
          break;
        }
        answers.add(socket.getInputStream().readNBytes(ByteBuffer.wrap(header).getInt()));
      }
      return answers;
    } catch (SocketException reset) {
      return List.of();
    }
  }

  private List<byte[]> conversation(byte[]... messages) throws IOException {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      return conversation(standing, messages);
    }
  }

  private static byte[] bare(byte[] framed) {
    return Arrays.copyOfRange(framed, 4, framed.length);
  }

  private static byte[] negotiate(String dialects) {
    byte[] offered = HEX.parseHex(dialects);
    byte[] request = Arrays.copyOf(bare(Negotiate.request(Optional.empty())), 100);
    ByteBuffer.wrap(request)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(66, (short) (offered.length / 2))
        .putLong(92, 0);
    byte[] whole = Arrays.copyOf(request, 100 + offered.length);
    System.arraycopy(offered, 0, whole, 100, offered.length);
    return whole;
  }

  private static int status(byte[] message) {
    return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
  }

  @ParameterizedTest
  @CsvSource({
    "0202, 2.0.2",
    "02021002, 2.1",
    "020210020003, 3.0",
    "02030003, 3.0.2",
    "1002 , 2.1",
    // An unknown one is passed over.
    "7717 0202, 2.0.2"
  })
  void theLatestDialectThatBothSpeakIsChosen(String offered, String chosen) throws Exception {
    byte[] answer = conversation(negotiate(offered.replace(" ", ""))).get(0);
    Negotiate read = Negotiate.parse(answer);
    assertEquals(chosen, read.dialect());
    assertEquals(Negotiate.MARK, read.server());
    assertEquals(Optional.empty(), Negotiate.proof(answer));
  }

  @Test
  void whatCannotBeSpokenIsRefused() throws IOException {
    assertEquals(0xc00000bb, status(conversation(negotiate("7717")).get(0)));
    assertEquals(0xc000000d, status(conversation(negotiate("1103")).get(0)));
    assertEquals(0xc000000d, status(conversation(negotiate("02021103")).get(0)));
    assertEquals(0xc000000d, status(conversation(negotiate("")).get(0)));
  }

  @Test
  void theServersSaltIsTheProof() throws Exception {
    byte[] challenge = SharedKey.challenge();
    SharedKey key = new SharedKey(new byte[16]);
    byte[] request = bare(Negotiate.request(Optional.of(challenge)));
    try (Standing standing = standing(Optional.of(key), StandInLimits.usual())) {
      byte[] answer = conversation(standing, request).get(0);
      assertArrayEquals(
          key.proof(challenge, Optional.empty()), Negotiate.proof(answer).orElseThrow());
    }
    byte[] unkeyed = conversation(request).get(0);
    assertEquals(Optional.empty(), Negotiate.proof(unkeyed));
  }

  private static byte[] smb1(String dialects) {
    byte[] names = dialects.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer smb = ByteBuffer.allocate(35 + names.length).order(ByteOrder.LITTLE_ENDIAN);
    smb.putInt(Integer.reverseBytes(0xff534d42)).put((byte) 0x72).position(33);
    return smb.putShort((short) names.length).put(names).array();
  }

  @Test
  void anOldClientIsAskedToUseSmb2() throws Exception {
    byte[] request = smb1("\2NT LM 0.12\0\2SMB 2.002\0\2SMB 2.???\0");
    List<byte[]> answers = conversation(request, bare(Negotiate.request(Optional.empty())));
    ByteBuffer first = ByteBuffer.wrap(answers.get(0)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0x02ff, first.getShort(68));
    assertEquals("3.1.1", Negotiate.parse(answers.get(1)).dialect());
    byte[] only = conversation(smb1("\2NT LM 0.12\0\2SMB 2.002\0")).get(0);
    assertEquals("2.0.2", Negotiate.parse(only).dialect());
    // As a server without SMB 1.
    assertEquals(List.of(), conversation(smb1("\2NT LM 0.12\0")));
    assertEquals(List.of(), conversation(bare(Negotiate.requestSmb1())));
  }

  /** SESSION_SETUP with a password in it, as no client sends it. */
  private static byte[] login() {
    byte[] ascii = PASSWORD.getBytes(StandardCharsets.US_ASCII);
    byte[] wide = PASSWORD.getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer smb = ByteBuffer.allocate(64 + 24 + 200).order(ByteOrder.LITTLE_ENDIAN);
    smb.putInt(Integer.reverseBytes(0xfe534d42)).putShort((short) 64).position(12);
    smb.putShort((short) 1).putShort((short) 1).position(24);
    smb.putLong(7).position(64);
    smb.putShort((short) 25).position(88);
    return smb.put(ascii).put(wide).array();
  }

  @Test
  void aLoginIsRefusedAndNothingOfItIsKept() throws Exception {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      byte[] negotiate = bare(Negotiate.request(Optional.empty()));
      List<byte[]> answers = conversation(standing, negotiate, login(), login());
      assertEquals(3, answers.size());
      // SMB2 ERROR (§2.2.2) to SESSION_SETUP, with the request's number.
      assertEquals(
          "fe534d42"
              + "4000"
              + "0000"
              + "220000c0"
              + "0100"
              + "0100"
              + "01000000"
              + "00000000"
              + "0700000000000000"
              + "00".repeat(32)
              + "0900"
              + "00".repeat(7),
          HEX.formatHex(answers.get(1)));
      standing.awaitVisits(1);
      String log = standing.log().toString();
      for (byte[] form :
          List.of(
              PASSWORD.getBytes(StandardCharsets.US_ASCII),
              PASSWORD.getBytes(StandardCharsets.UTF_16LE))) {
        assertFalse(log.contains(new String(form, StandardCharsets.ISO_8859_1)));
        assertFalse(log.contains(HEX.formatHex(form)));
      }
      assertTrue(log.contains("smb.dialects"), log);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SMB202", "SMB210", "SMB300", "SMB302", "SMB311"})
  void jcifsIsRefusedInEveryDialect(String dialect) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jcifs.smb.client.minVersion", dialect);
    properties.setProperty("jcifs.smb.client.maxVersion", dialect);
    properties.setProperty("jcifs.smb.client.responseTimeout", "10000");
    properties.setProperty("jcifs.netbios.hostname", "ROLLCALL-TEST");
    properties.setProperty("jcifs.resolveOrder", "DNS");
    properties.setProperty("jcifs.smb.client.dfs.disabled", "true");
    CIFSContext context = new BaseContext(new PropertyConfiguration(properties));
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual());
        SmbFile share =
            new SmbFile(
                "smb://127.0.0.1:" + standing.address().getPort() + "/packages/",
                context.withCredentials(
                    new NtlmPasswordAuthenticator("UNI", "appsanywhere", PASSWORD)))) {
      SmbAuthException refusal =
          assertInstanceOf(SmbAuthException.class, assertThrows(IOException.class, share::exists));
      assertEquals(NtStatus.NT_STATUS_ACCESS_DENIED, refusal.getNtStatus());
      assertFalse(standing.log().toString().contains(PASSWORD));
    } finally {
      context.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Too short; of a session service (NetBIOS); a response; SMB 3's encrypted messages.
        "00000004 fe534d42",
        "81000044",
        "00000040 fe534d42 4000 0000 00000000 0000 0000 01000000",
        "00000040 fd534d42",
        // Longer than any.
        "00ffffff fe534d42",
        // A NEGOTIATE without a body, and one with more dialects than it has bytes.
        "00000040 fe534d42 4000",
        "00000064 fe534d42 4000"
      })
  void whatIsNoSmbIsNotAnswered(String hex) throws IOException {
    byte[] begin = HEX.parseHex(hex.replace(" ", ""));
    byte[] message = Arrays.copyOf(begin, 104);
    if (hex.startsWith("00000064")) {
      message[68] = 36;
      message[70] = 3;
    }
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual());
        Socket socket = new Socket()) {
      socket.connect(standing.address(), 5000);
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(message);
      assertEquals(0, socket.getInputStream().readAllBytes().length);
    } catch (SocketException reset) {
      // It left without reading all: not answered either.
    }
  }
}
