package dev.rollcall.protocol.tds;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;

/** A SQL Server as far as a login and one question: it keeps what it was shown. */
final class LoginPeer implements AutoCloseable {
  private final Peer peer;
  private final List<Shown> logins;

  private LoginPeer(Peer peer, List<Shown> logins) {
    this.peer = peer;
    this.logins = logins;
  }

  /** A LOGIN7, as far as it matters. */
  record Shown(
      int version, String client, String user, String password, String program, String database) {
    private static Shown of(byte[] login) {
      return new Shown(
          ByteBuffer.wrap(login).order(ByteOrder.LITTLE_ENDIAN).getInt(4),
          new String(field(login, 36), UTF_16LE),
          new String(field(login, 40), UTF_16LE),
          new String(plain(field(login, 44)), UTF_16LE),
          new String(field(login, 48), UTF_16LE),
          new String(field(login, 68), UTF_16LE));
    }

    private static byte[] field(byte[] login, int at) {
      ByteBuffer all = ByteBuffer.wrap(login).order(ByteOrder.LITTLE_ENDIAN);
      byte[] field = new byte[2 * all.getShort(at + 2)];
      all.get(all.getShort(at), field);
      return field;
    }

    private static byte[] plain(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        int swapped = (bytes[i] & 0xff) ^ 0xa5;
        bytes[i] = (byte) (swapped << 4 | swapped >> 4);
      }
      return bytes;
    }
  }

  /** What is done with one message of a client. */
  interface Answer {
    void to(byte[] message, Socket secured) throws IOException, InterruptedException;
  }

  /** Greets in the given way, then answers logins, and questions. */
  static LoginPeer serving(Greeting greeting, Answer login, Answer question) throws IOException {
    List<Shown> logins = new CopyOnWriteArrayList<>();
    Peer peer =
        Peer.serving(
            socket -> {
              Socket secured = greeting.greet(socket);
              while (true) {
                DataInputStream in = new DataInputStream(secured.getInputStream());
                byte type = in.readByte();
                byte[] message = rest(in);
                if (type == StandInLogin.LOGIN7) {
                  logins.add(Shown.of(message));
                  login.to(message, secured);
                } else {
                  question.to(message, secured);
                }
              }
            });
    return new LoginPeer(peer, logins);
  }

  /** As {@link #serving}, with the certificate that tests trust, and a good answer to questions. */
  static LoginPeer answering(Answer login) throws IOException {
    return serving(LoginPeer::greet, login, with(row()));
  }

  /** The way to a login. */
  interface Greeting {
    Socket greet(Socket socket) throws IOException;
  }

  static Socket greet(Socket socket) throws IOException {
    return greet(socket, TestAuthority.peer());
  }

  static Socket greet(Socket socket, TestAuthority.Leaf leaf) throws IOException {
    TdsPeer.prelogin(socket, Prelogin.ENCRYPT_ON, 0);
    TdsFraming framing = new TdsFraming(socket);
    SSLSocket secured =
        (SSLSocket) leaf.context().getSocketFactory().createSocket(framing, null, 0, true);
    secured.setUseClientMode(false);
    // Inside of packets SQL Server speaks no newer one.
    secured.setEnabledProtocols(new String[] {"TLSv1.2"});
    secured.startHandshake();
    framing.unpack();
    return secured;
  }

  /** TLS first; a connection that begins otherwise is closed. */
  static Socket greetStrictly(Socket socket) throws IOException {
    SSLSocket secured = TdsPeer.tlsFirst(socket, TdsProtocol.STRICT);
    TdsPeer.prelogin(secured, Prelogin.ENCRYPT_NOT_SUP, 0);
    return secured;
  }

  private static byte[] rest(DataInputStream in) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (true) {
      byte status = in.readByte();
      int length = in.readUnsignedShort() - Prelogin.HEADER;
      in.skipNBytes(4);
      byte[] part = in.readNBytes(length);
      if (part.length < length) {
        throw new EOFException();
      }
      message.write(part);
      if ((status & Prelogin.END_OF_MESSAGE) != 0) {
        return message.toByteArray();
      }
      in.readByte();
    }
  }

  /** Answers with that message. */
  static Answer with(byte[] message) {
    return (asked, secured) -> {
      secured.getOutputStream().write(Prelogin.packet(Prelogin.RESPONSE, message));
      secured.getOutputStream().flush();
    };
  }

  /** What a login is let in with, and further tokens before its end. */
  static byte[] accepted(byte[]... further) {
    Tokens all = new Tokens();
    all.token(0xe3, new Tokens().u8(1).text("appsanywhere").text("master"));
    all.token(
        0xad, new Tokens().u8(1).u32(0x04000074).text("Microsoft SQL Server").u32(0xe8030010));
    for (byte[] token : further) {
      all.bytes(token);
    }
    return all.bytes(done(0, 0)).get();
  }

  /** Errors one after the other, as number, state, number, state. */
  static byte[] refused(String text, int... numbers) {
    Tokens all = new Tokens();
    for (int i = 0; i < numbers.length; i += 2) {
      Tokens error = new Tokens().u32(numbers[i]).u8(numbers[i + 1]).u8(14);
      error.u16(text.length()).bytes(text.getBytes(UTF_16LE));
      all.token(0xaa, error.text("MSSQL").text("").u32(1));
    }
    return all.bytes(done(2, 0)).get();
  }

  /** Sends a login on to another host (MS-TDS §2.2.7.9). */
  static byte[] routing(String host, int port) {
    Tokens target = new Tokens().u8(0).u16(port).u16(host.length());
    target.bytes(host.getBytes(UTF_16LE));
    byte[] bytes = target.get();
    Tokens change = new Tokens().u8(20).u16(bytes.length).bytes(bytes).u16(0);
    return new Tokens().token(0xe3, change).get();
  }

  /** Names a mirror of the database. */
  static byte[] partner(String host) {
    return new Tokens().token(0xe3, new Tokens().u8(13).text(host).text("")).get();
  }

  /** The row that the probe asks for, of a named instance. */
  static byte[] row() {
    return row(
        "appsanywhere_user",
        "appsanywhere",
        "16.0.4085.2",
        "RTM",
        "Developer Edition (64-bit)",
        "APPS",
        "51433");
  }

  static byte[] row(String... values) {
    Tokens all = new Tokens().u8(0x81).u16(values.length);
    for (int i = 0; i < values.length; i++) {
      all.u32(0).u16(1).u8(0xe7).u16(256).u32(0x00d00409).u8(0x34).text("");
    }
    all.u8(0xd1);
    for (String value : values) {
      byte[] bytes = value.getBytes(UTF_16LE);
      all.u16(bytes.length).bytes(bytes);
    }
    return all.bytes(done(0x10, 1)).get();
  }

  private static byte[] done(int status, int rows) {
    return new Tokens().u8(0xfd).u16(status).u16(0).u32(rows).u32(0).get();
  }

  InetSocketAddress address() {
    return peer.address();
  }

  /** What was shown so far. */
  List<Shown> logins() {
    return List.copyOf(logins);
  }

  int connections() {
    return peer.connections();
  }

  List<Throwable> failures() {
    return peer.failures();
  }

  void awaitConnection() throws InterruptedException {
    peer.awaitConnection();
  }

  @Override
  public void close() {
    peer.close();
  }

  /** Tokens, little-endian. */
  static final class Tokens {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Tokens u8(int value) {
      bytes.write(value);
      return this;
    }

    Tokens u16(int value) {
      return u8(value).u8(value >>> 8);
    }

    Tokens u32(int value) {
      return u16(value).u16(value >>> 16);
    }

    Tokens bytes(byte[] value) {
      bytes.writeBytes(value);
      return this;
    }

    /** Counted in one byte. */
    Tokens text(String text) {
      return u8(text.length()).bytes(text.getBytes(UTF_16LE));
    }

    Tokens token(int type, Tokens content) {
      return u8(type).u16(content.bytes.size()).bytes(content.get());
    }

    byte[] get() {
      return bytes.toByteArray();
    }
  }
}
