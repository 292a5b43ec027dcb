package dev.rollcall.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.answer.SecretLeaks;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.standin.StandInContract;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.Standing;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.XECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;

class SshStandInTest extends StandInContract<SshSettings> {
  private static final String SECRET = "correct-horse-7";
  private static final String SERVER = "SSH-2.0-Rollcall_stand_in";
  private static final String CURVE = "curve25519-sha256";

  @Override
  protected Protocol<SshSettings> protocol() {
    return new SshProtocol();
  }

  @Override
  protected SshSettings settings() {
    return new SshSettings();
  }

  /** A client's side, on Java's own cryptography and without the codec under test. */
  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final String server;

    Client(Standing standing, String identification) throws IOException {
      socket = new Socket(standing.address().getAddress(), standing.address().getPort());
      socket.setSoTimeout(20_000);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next != '\r'; next = in.read()) {
        line.write(next);
      }
      assertEquals('\n', in.read());
      server = line.toString(StandardCharsets.US_ASCII);
      out.write((identification + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    void send(byte[] payload) throws IOException {
      int padding = 16 - (payload.length + 5) % 8;
      out.writeInt(payload.length + 1 + padding);
      out.write(padding);
      out.write(payload);
      out.write(new byte[padding]);
    }

    byte[] receive() throws IOException {
      int length = in.readInt();
      assertEquals(0, (length + 4) % 8);
      byte[] packet = new byte[length];
      in.readFully(packet);
      assertTrue(packet[0] >= 4, "padding");
      return Arrays.copyOfRange(packet, 1, length - packet[0]);
    }

    /** Asserts that it hangs up, and gives its words. */
    String hungUp(int reason) throws IOException {
      ByteBuffer payload = ByteBuffer.wrap(receive());
      assertEquals(1, payload.get());
      assertEquals(reason, payload.getInt());
      String text = new String(string(payload), StandardCharsets.UTF_8);
      socket.shutdownOutput();
      assertEquals(-1, in.read());
      return text;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static byte[] string(ByteBuffer from) {
    byte[] bytes = new byte[from.getInt()];
    from.get(bytes);
    return bytes;
  }

  private static byte[] strings(byte[]... all) {
    ByteBuffer whole =
        ByteBuffer.allocate(Arrays.stream(all).mapToInt(one -> one.length + 4).sum());
    for (byte[] one : all) {
      whole.putInt(one.length).put(one);
    }
    return whole.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] kexInit(String methods, String hostKeys, boolean follows) {
    byte[] lists =
        strings(
            ascii(methods),
            ascii(hostKeys),
            ascii("aes128-ctr"),
            ascii("aes128-ctr"),
            ascii("hmac-sha2-256"),
            ascii("hmac-sha2-256"),
            ascii("none"),
            ascii("none"),
            ascii(""),
            ascii(""));
    return ByteBuffer.allocate(17 + lists.length + 5)
        .put((byte) 20)
        .put(new byte[16])
        .put(lists)
        .put((byte) (follows ? 1 : 0))
        .putInt(0)
        .array();
  }

  private static byte[] ecdhInit(byte[] key) {
    byte[] string = strings(key);
    return ByteBuffer.allocate(1 + string.length).put((byte) 30).put(string).array();
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] other = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      other[i] = bytes[bytes.length - 1 - i];
    }
    return other;
  }

  /** 32 bytes, the lowest first. */
  private static byte[] little(BigInteger number) {
    byte[] big = number.toByteArray();
    byte[] padded = new byte[32];
    int count = Math.min(32, big.length);
    System.arraycopy(big, big.length - count, padded, 32 - count, count);
    return reversed(padded);
  }

  private static byte[] mpint(byte[] magnitude) {
    return strings(new BigInteger(1, magnitude).toByteArray());
  }

  private void exchange(Standing standing, boolean wrongGuess) throws Exception {
    KeyPair ours = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    byte[] key = little(((XECPublicKey) ours.getPublic()).getU());
    String name = "SSH-2.0-Other_1.0 a comment";
    byte[] init = kexInit((wrongGuess ? "sntrup," : "") + CURVE, "x,ssh-ed25519", wrongGuess);
    try (Client client = new Client(standing, name)) {
      assertEquals(SERVER, client.server);
      client.send(init);
      if (wrongGuess) {
        client.send(ecdhInit(new byte[1]));
      }
      client.send(new byte[] {2, 0, 0, 0, 0});
      client.send(ecdhInit(key));
      byte[] theirInit = client.receive();
      assertEquals(20, theirInit[0]);
      ByteBuffer reply = ByteBuffer.wrap(client.receive());
      assertEquals(31, reply.get());
      byte[] hostKey = string(reply);
      byte[] theirs = string(reply);
      byte[] signature = string(reply);
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(ours.getPrivate());
      BigInteger u = new BigInteger(1, reversed(theirs));
      agreement.doPhase(
          KeyFactory.getInstance("X25519")
              .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u)),
          true);
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(strings(ascii(name), ascii(SERVER), init, theirInit, hostKey, key, theirs));
      hash.update(mpint(agreement.generateSecret()));
      assertTrue(signed(hostKey, signature, hash.digest()));
      assertTrue(StandInMark.in(client.hungUp(11)));
    }
  }

  private static boolean signed(byte[] hostKey, byte[] signature, byte[] hash) throws Exception {
    ByteBuffer key = ByteBuffer.wrap(hostKey);
    assertArrayEquals(ascii("ssh-ed25519"), string(key));
    byte[] point = reversed(string(key));
    boolean odd = point[0] < 0;
    point[0] &= 0x7f;
    ByteBuffer parts = ByteBuffer.wrap(signature);
    assertArrayEquals(ascii("ssh-ed25519"), string(parts));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new EdECPublicKeySpec(
                    NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, point)))));
    verifier.update(hash);
    return verifier.verify(string(parts));
  }

  @Test
  void theKeyIsShownAndSignedForAndThenItHangsUp() throws Exception {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      // Often enough for numbers that begin with a zero or a set bit.
      for (int turn = 0; turn < 20; turn++) {
        exchange(standing, false);
      }
      exchange(standing, true);
      assertTrue(standing.awaitVisits(21).toString().contains("Other_1.0"));
    }
  }

  @Test
  void nothingInCommonIsSaid() throws Exception {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      for (byte[] init :
          new byte[][] {
            kexInit("ecdh-sha2-nistp256", "ssh-ed25519", false),
            kexInit(CURVE, "ssh-rsa", false),
            // As many as are read, and then one that would do.
            kexInit(",".repeat(10_000) + CURVE, "ssh-ed25519", false)
          }) {
        try (Client client = new Client(standing, "SSH-2.0-Other")) {
          client.send(init);
          assertEquals(20, client.receive()[0]);
          assertTrue(StandInMark.in(client.hungUp(3)));
        }
      }
    }
  }

  @Test
  void brokenPacketsEndTheConversation() throws Exception {
    byte[][] broken = {
      {0, 0, 0, 0},
      {0, 0, 0, 1, 0},
      {0x7f, 0, 0, 0},
      {-1, -1, -1, -1},
      {0, 0, 0, 12, (byte) 200, 20},
    };
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      for (byte[] bytes : broken) {
        try (Client client = new Client(standing, "SSH-2.0-Other")) {
          assertEquals(20, client.receive()[0]);
          client.out.write(bytes);
          assertEquals(-1, client.in.read());
        }
      }
      for (byte[] key : new byte[][] {new byte[32], new byte[31], {}}) {
        try (Client client = new Client(standing, "SSH-2.0-Other")) {
          assertEquals(20, client.receive()[0]);
          client.send(kexInit(CURVE, "ssh-ed25519", false));
          client.send(ecdhInit(key));
          assertEquals(-1, client.in.read());
        }
      }
    }
  }

  /** A login cannot come before encryption; who tries all the same is not listened to. */
  @Test
  void aLoginInTheClearIsNotListenedTo() throws Exception {
    byte[] login =
        strings(ascii("alice"), ascii("ssh-connection"), ascii("password"), ascii(SECRET));
    byte[] request = ByteBuffer.allocate(1 + login.length).put((byte) 50).put(login).array();
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      try (Client client = new Client(standing, "SSH-2.0-Other " + SECRET)) {
        assertEquals(20, client.receive()[0]);
        for (int turn = 0; turn < 8; turn++) {
          client.send(request);
        }
        assertEquals(-1, client.in.read());
      }
      standing.awaitVisits(1);
      SecretLeaks.assertNothingOf(SECRET, standing.log());
    }
  }
}
