package dev.rollcall.hostile;

import dev.rollcall.probe.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/**
 * The server's side of one TLS 1.3 connection (RFC 8446), written out record by record, so that a
 * test can send what no library sends. TLS_AES_128_GCM_SHA256, X25519 and an EC P-256 certificate;
 * what the client sends after its ClientHello is not looked at.
 */
final class RawTls {
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int APPLICATION_DATA = 23;

  private static final int MOST = 1 << 14;

  private final DataInputStream in;
  private final OutputStream out;
  private final ByteArrayOutputStream transcript = new ByteArrayOutputStream();
  private Optional<TrafficKey> key = Optional.empty();
  private byte[] handshakeSecret = new byte[0];
  private Optional<Schedule> schedule = Optional.empty();
  private int fragment = MOST;

  RawTls(Socket socket) throws IOException {
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** What a test sends in its own way. */
  interface Step {
    void take(RawTls tls) throws IOException;
  }

  /** From here on no handshake record holds more bytes. */
  void fragments(int most) {
    fragment = most;
  }

  /** One record, encrypted as soon as there are keys. */
  void send(int type, byte[] content) throws IOException {
    out.write(record(type, content));
    out.flush();
  }

  /** The same record again and again, until the client hangs up. */
  void flood(int type, byte[] content) throws IOException {
    while (true) {
      ByteArrayOutputStream some = new ByteArrayOutputStream();
      for (int i = 0; i < 64; i++) {
        some.write(record(type, content));
      }
      out.write(some.toByteArray());
    }
  }

  /** KeyUpdate (§4.6.3) after KeyUpdate, each asking the client for one of its own. */
  void floodKeyUpdates() throws IOException {
    while (true) {
      send(HANDSHAKE, new byte[] {24, 0, 0, 1, 1});
      key = Optional.of(key.orElseThrow().updated());
    }
  }

  @SuppressWarnings("ByteBufferBackingArray") // header() allocates it
  private byte[] record(int type, byte[] content) {
    if (key.isEmpty()) {
      return header(type, content.length).put(content).array();
    }
    byte[] inner = Arrays.copyOf(content, content.length + 1);
    inner[content.length] = (byte) type;
    ByteBuffer record = header(APPLICATION_DATA, inner.length + TrafficKey.TAG);
    byte[] sealed = key.get().seal(inner, Arrays.copyOf(record.array(), 5));
    return record.put(sealed).array();
  }

  private static ByteBuffer header(int type, int length) {
    return ByteBuffer.allocate(5 + length)
        .put((byte) type)
        .putShort((short) 0x0303)
        .putShort((short) length);
  }

  /** Reads the client's first record: its ClientHello. */
  byte[] hello() throws IOException {
    byte[] head = in.readNBytes(5);
    if (head.length < 5 || head[0] != HANDSHAKE) {
      throw new IOException("no ClientHello");
    }
    byte[] hello = in.readNBytes(ByteBuffer.wrap(head).getShort(3) & 0xffff);
    transcript.writeBytes(hello);
    return hello;
  }

  /** The whole handshake. */
  void handshake(byte[] hello, List<byte[]> chain, PrivateKey leaf) throws IOException {
    begin(hello);
    certificate(chain);
    finish(leaf);
  }

  /** The whole handshake with a certificate that is in order. */
  void handshake(byte[] hello, TestAuthority.Leaf leaf) throws IOException {
    List<byte[]> chain = new ArrayList<>();
    try {
      for (X509Certificate each : leaf.chain()) {
        chain.add(each.getEncoded());
      }
    } catch (CertificateEncodingException e) {
      throw new IOException(e);
    }
    handshake(hello, chain, leaf.key());
  }

  /** ServerHello and EncryptedExtensions; what follows is encrypted. */
  void begin(byte[] hello) throws IOException {
    try {
      KeyPair own = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(own.getPrivate());
      agreement.doPhase(share(hello), true);
      say(2, serverHello(hello, (XECPublicKey) own.getPublic()));
      Schedule schedule = new Schedule(agreement.generateSecret());
      handshakeSecret = schedule.traffic("s hs traffic", hash());
      key = Optional.of(new TrafficKey(handshakeSecret));
      this.schedule = Optional.of(schedule);
      say(8, new byte[2]);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Certificate (§4.4.2). */
  void certificate(List<byte[]> chain) throws IOException {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    for (byte[] each : chain) {
      entries.write(length24(each.length));
      entries.write(each);
      entries.write(new byte[2]);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(0);
    body.write(length24(entries.size()));
    body.write(entries.toByteArray());
    say(11, body.toByteArray());
  }

  /** A Certificate of 16 MiB less a byte, as fast as the client takes it. */
  void endlessCertificate() throws IOException {
    send(HANDSHAKE, new byte[] {11, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0});
    byte[] zeros = new byte[MOST];
    for (int sent = 0; sent < 1 << 24; sent += MOST) {
      send(HANDSHAKE, zeros);
    }
  }

  /** CertificateVerify and Finished (§4.4.3, §4.4.4); application keys from there on. */
  void finish(PrivateKey leaf) throws IOException {
    try {
      ByteArrayOutputStream signed = new ByteArrayOutputStream();
      signed.write(" ".repeat(64).getBytes(StandardCharsets.US_ASCII));
      signed.write("TLS 1.3, server CertificateVerify\0".getBytes(StandardCharsets.US_ASCII));
      signed.write(hash());
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(leaf);
      signature.update(signed.toByteArray());
      byte[] proof = signature.sign();
      say(
          15,
          ByteBuffer.allocate(4 + proof.length)
              .putShort((short) 0x0403)
              .putShort((short) proof.length)
              .put(proof)
              .array());
      byte[] finished = Schedule.expand(handshakeSecret, "finished", new byte[0], 32);
      say(20, Schedule.mac(finished, hash()));
      byte[] secret = schedule.orElseThrow().application("s ap traffic", hash());
      key = Optional.of(new TrafficKey(secret));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(transcript.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** One handshake message, in as many records as it takes. */
  void say(int type, byte[] body) throws IOException {
    byte[] message =
        ByteBuffer.allocate(4 + body.length)
            .put((byte) type)
            .put(length24(body.length))
            .put(body)
            .array();
    transcript.writeBytes(message);
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int at = 0; at < message.length; at += fragment) {
      byte[] part = Arrays.copyOfRange(message, at, Math.min(message.length, at + fragment));
      records.write(record(HANDSHAKE, part));
    }
    out.write(records.toByteArray());
    out.flush();
  }

  private static byte[] length24(int length) {
    return new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length};
  }

  private static byte[] serverHello(byte[] hello, XECPublicKey own) {
    int session = hello[38] & 0xff;
    byte[] point = new byte[32];
    byte[] big = own.getU().toByteArray();
    for (int i = 0; i < Math.min(32, big.length); i++) {
      point[i] = big[big.length - 1 - i];
    }
    ByteBuffer body = ByteBuffer.allocate(2 + 32 + 1 + session + 3 + 2 + 6 + 40);
    body.putShort((short) 0x0303).put(point).put((byte) session).put(hello, 39, session);
    body.putShort((short) 0x1301).put((byte) 0).putShort((short) 46);
    body.putShort((short) 43).putShort((short) 2).putShort((short) 0x0304);
    body.putShort((short) 51).putShort((short) 36).putShort((short) 0x1d).putShort((short) 32);
    return body.put(point).array();
  }

  /** The client's X25519 share (§4.2.8). */
  private static PublicKey share(byte[] hello) throws IOException, GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(hello);
    in.position(39 + (hello[38] & 0xff));
    in.position(in.position() + 2 + (in.getShort(in.position()) & 0xffff));
    in.position(in.position() + 1 + in.get(in.position()));
    in.getShort();
    while (in.remaining() >= 4) {
      int type = in.getShort() & 0xffff;
      int end = in.getShort() + in.position();
      if (type == 51) {
        in.getShort();
        while (in.position() < end) {
          int group = in.getShort() & 0xffff;
          byte[] point = new byte[in.getShort() & 0xffff];
          in.get(point);
          if (group == 0x1d) {
            return key(point);
          }
        }
      }
      in.position(end);
    }
    throw new IOException("no X25519 share");
  }

  private static PublicKey key(byte[] point) throws GeneralSecurityException {
    byte[] reversed = new byte[32];
    for (int i = 0; i < 32; i++) {
      reversed[i] = point[31 - i];
    }
    reversed[0] &= 0x7f;
    return KeyFactory.getInstance("X25519")
        .generatePublic(
            new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, reversed)));
  }
}
