package dev.rollcall.campus.sqlserver;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Plays SQL Server as far as a login (MS-TDS): PRELOGIN with encryption required, TLS inside TDS
 * packets, LOGIN7 with the refusals of {@link TdsAccounts}, and the queries of {@link TdsAnswers}.
 * Every LOGIN7 is one line on the standard output, without the password.
 *
 * <p>Needs the JDK only. FreeTDS's tsql is the independent client that proves it.
 */
public final class SqlServer {
  /** The login that may do everything, and its database; {@link TdsAccounts} has the others. */
  public record Account(String user, String password, String database) {}

  /** How a port takes encryption. */
  public enum Encryption {
    /** It insists. */
    REQUIRED,
    /** TLS first with ALPN {@code tds/8.0}, and nothing for who begins with a plain PRELOGIN. */
    STRICT,
    /** It cannot. */
    UNSUPPORTED
  }

  /**
   * One port.
   *
   * @param instance whose port it is; empty for the default instance
   */
  record Port(int port, Encryption encryption, String instance) {
    /** {@code 1433}, {@code 51433=APPS}, {@code 1533s} (strict), {@code 1633n} (no encryption). */
    static Port of(String text) {
      String[] parts = text.split("=", 2);
      Encryption encryption =
          parts[0].endsWith("s")
              ? Encryption.STRICT
              : parts[0].endsWith("n") ? Encryption.UNSUPPORTED : Encryption.REQUIRED;
      return new Port(
          Integer.parseInt(parts[0].replaceAll("[sn]$", "")),
          encryption,
          parts.length > 1 ? parts[1] : "");
    }
  }

  private static final byte PRELOGIN = 0x12;
  private static final byte LOGIN7 = 0x10;
  private static final byte SQL_BATCH = 0x01;
  private static final byte RESPONSE = 0x04;
  private static final byte TLS_HANDSHAKE = 0x16;
  private static final int ENCRYPT_NOT_SUPPORTED = 2;
  private static final int ENCRYPT_REQUIRED = 3;

  private final ServerSocket listener;
  private final Port listening;
  private final Path pem;
  private final TdsAccounts accounts;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "tds-stand-in");
            thread.setDaemon(true);
            return thread;
          });

  private SqlServer(ServerSocket listener, Port listening, Path pem, TdsAccounts accounts) {
    this.listener = listener;
    this.listening = listening;
    this.pem = pem;
    this.accounts = accounts;
  }

  /**
   * Listens at once and serves until the listener is closed.
   *
   * @param pem PKCS #8 key and certificate chain; read anew for every connection
   * @param strict whether the client must begin with TLS (TDS 8.0)
   */
  public static ServerSocket start(
      InetSocketAddress address, boolean strict, Path pem, Account account) throws IOException {
    return start(address, strict ? Encryption.STRICT : Encryption.REQUIRED, pem, account);
  }

  /** The same, for any way of encryption. */
  public static ServerSocket start(
      InetSocketAddress address, Encryption encryption, Path pem, Account account)
      throws IOException {
    return start(address.getAddress(), new Port(address.getPort(), encryption, ""), pem, account);
  }

  private static ServerSocket start(InetAddress address, Port listening, Path pem, Account account)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(address, listening.port));
    TdsAccounts accounts = new TdsAccounts(account.user(), account.password(), account.database());
    SqlServer standIn = new SqlServer(listener, listening, pem, accounts);
    standIn.threads.execute(standIn::accept);
    return listener;
  }

  /** Arguments: address, PEM file, user, password, database, then ports as {@link Door#of}. */
  public static void main(String[] args) throws Exception {
    InetAddress address = InetAddress.getByName(args[0]);
    Account account = new Account(args[2], args[3], args[4]);
    for (String port : List.of(args).subList(5, args.length)) {
      start(address, Port.of(port), Path.of(args[1]), account);
    }
    Thread.currentThread().join();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        // Closed, or a client that left before it was served: nothing to tell anybody.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(30_000);
      socket.setTcpNoDelay(true);
      int first = socket.getInputStream().read();
      boolean strict = listening.encryption == Encryption.STRICT;
      if (first != (strict ? TLS_HANDSHAKE : PRELOGIN)) {
        return;
      }
      switch (listening.encryption) {
        case STRICT -> serveStrict(socket, first);
        case REQUIRED -> serveWrapped(socket, first);
        case UNSUPPORTED -> servePlain(socket, first);
      }
    } catch (IOException | GeneralSecurityException e) {
      System.err.println(e);
    }
  }

  private void serveStrict(Socket socket, int first) throws IOException, GeneralSecurityException {
    InputStream seen = new java.io.ByteArrayInputStream(new byte[] {(byte) first});
    try (SSLSocket tls =
        (SSLSocket) context().getSocketFactory().createSocket(socket, seen, true)) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"tds/8.0"});
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      Packets packets = new Packets(tls.getInputStream(), tls.getOutputStream());
      Packet packet = packets.read(-1);
      if (packet.type == PRELOGIN) {
        packets.write(preloginAnswer(ENCRYPT_REQUIRED));
        converse(packets, socket, 0x08000000);
      }
    }
  }

  private void servePlain(Socket socket, int first) throws IOException {
    Packets plain = new Packets(socket.getInputStream(), socket.getOutputStream());
    plain.read(first);
    plain.write(preloginAnswer(ENCRYPT_NOT_SUPPORTED));
    converse(plain, socket, 0x74000004);
  }

  private void serveWrapped(Socket socket, int first) throws IOException, GeneralSecurityException {
    Packets plain = new Packets(socket.getInputStream(), socket.getOutputStream());
    plain.read(first);
    plain.write(preloginAnswer(ENCRYPT_REQUIRED));
    // Closing the wrapper is not wanted before the TLS socket above it said its close_notify.
    WrappedSocket wrapped = new WrappedSocket(socket);
    try (SSLSocket tls =
        (SSLSocket) context().getSocketFactory().createSocket(wrapped, "", 0, true)) {
      tls.setUseClientMode(false);
      tls.setEnabledProtocols(new String[] {"TLSv1.2"});
      tls.startHandshake();
      wrapped.unwrapFromNowOn();
      converse(new Packets(tls.getInputStream(), tls.getOutputStream()), socket, 0x74000004);
    }
  }

  /** MS-TDS 2.2.6.5: version 16.0.1000, and that the client's instance is this one. */
  private static byte[] preloginAnswer(int encryption) {
    ByteBuffer answer = ByteBuffer.allocate(64);
    int data = 5 * 5 + 1;
    answer.put((byte) 0).putShort((short) data).putShort((short) 6);
    answer.put((byte) 1).putShort((short) (data + 6)).putShort((short) 1);
    answer.put((byte) 2).putShort((short) (data + 7)).putShort((short) 1);
    answer.put((byte) 3).putShort((short) (data + 8)).putShort((short) 0);
    answer.put((byte) 4).putShort((short) (data + 8)).putShort((short) 1);
    answer.put((byte) 0xff);
    answer.put((byte) 16).put((byte) 0).putShort((short) 1000).putShort((short) 0);
    answer.put((byte) encryption).put((byte) 0).put((byte) 0);
    byte[] bytes = new byte[answer.position()];
    answer.flip().get(bytes);
    return bytes;
  }

  private void converse(Packets packets, Socket socket, int version) throws IOException {
    Packet login = packets.read(-1);
    if (login.type != LOGIN7) {
      return;
    }
    String user = field(login.payload, 40);
    String database = field(login.payload, 68);
    List<TdsAccounts.Refusal> refusals =
        accounts.judge(user, new String(plainPassword(login.payload), UTF_16LE), database);
    System.out.printf(
        "LOGIN7 port=%d user=%s database=%s result=%s%n",
        socket.getLocalPort(),
        printable(user),
        printable(database),
        refusals.isEmpty()
            ? "ok"
            : refusals.stream().map(r -> "" + r.number()).collect(Collectors.joining(",")));
    TdsAnswers.Asker asker =
        new TdsAnswers.Asker(
            user,
            database.isEmpty() ? "master" : database,
            listening.instance,
            listening.encryption != Encryption.UNSUPPORTED,
            accounts.maySeeServerState(user),
            socket.getLocalAddress().getHostAddress(),
            socket.getLocalPort(),
            socket.getInetAddress().getHostAddress());
    if (!refusals.isEmpty()) {
      TdsTokens refused = new TdsTokens();
      refusals.forEach(r -> refused.error(r.number(), r.severity(), asker.server(), r.message()));
      packets.write(refused.failed().toBytes());
      return;
    }
    packets.write(acknowledgement(version, asker.database()));
    while (true) {
      Packet packet = packets.read(-1);
      packets.write(
          packet.type == SQL_BATCH
              ? TdsAnswers.to(batch(packet.payload), asker)
              : new TdsTokens().done().toBytes());
    }
  }

  private static String printable(String text) {
    return text.replaceAll("[^\\w.@\\\\-]", "?");
  }

  private static String field(byte[] login, int at) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(login).order(ByteOrder.LITTLE_ENDIAN);
    if (login.length < at + 4) {
      throw new EOFException("LOGIN7 too short");
    }
    int offset = buffer.getShort(at) & 0xffff;
    int bytes = 2 * (buffer.getShort(at + 2) & 0xffff);
    if (offset + bytes > login.length) {
      throw new EOFException("LOGIN7 field beyond its end");
    }
    return new String(login, offset, bytes, UTF_16LE);
  }

  /** Undoes LOGIN7's obfuscation: nibbles swapped, then exclusive-or with A5. */
  private static byte[] plainPassword(byte[] login) throws IOException {
    byte[] bytes = field(login, 44).getBytes(UTF_16LE);
    // A lone surrogate would not survive the way through String: take the bytes themselves.
    int offset = ByteBuffer.wrap(login).order(ByteOrder.LITTLE_ENDIAN).getShort(44) & 0xffff;
    System.arraycopy(login, offset, bytes, 0, bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int b = (bytes[i] & 0xff) ^ 0xa5;
      bytes[i] = (byte) (b << 4 | b >> 4);
    }
    return bytes;
  }

  /** The text of a SQLBatch, behind its ALL_HEADERS. */
  private static String batch(byte[] payload) {
    int headers = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    int from = headers > 0 && headers <= payload.length ? headers : 0;
    return new String(payload, from, payload.length - from, UTF_16LE);
  }

  private static byte[] acknowledgement(int version, String database) {
    TdsTokens tokens = new TdsTokens();
    tokens.token(0xe3, new TdsTokens().u8(1).shortText(database).shortText("master"));
    tokens.token(0xe3, new TdsTokens().u8(7).u8(5).collation().u8(0));
    tokens.token(0xe3, new TdsTokens().u8(2).shortText("us_english").shortText(""));
    TdsTokens ack = new TdsTokens().u8(1);
    ack.u8(version >>> 24).u8(version >>> 16).u8(version >>> 8).u8(version);
    ack.shortText("Microsoft SQL Server").u8(16).u8(0).u8(1000 >>> 8).u8(1000 & 0xff);
    tokens.token(0xad, ack);
    tokens.token(0xe3, new TdsTokens().u8(4).shortText("4096").shortText("4096"));
    return tokens.done().toBytes();
  }

  private SSLContext context() throws IOException, GeneralSecurityException {
    String text = Files.readString(pem);
    Matcher key = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END").matcher(text);
    if (!key.find()) {
      throw new IOException("no PKCS #8 key in " + pem);
    }
    PrivateKey privateKey =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1))));
    String certificates = text.substring(text.indexOf("-----BEGIN CERTIFICATE"));
    Certificate[] chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new java.io.ByteArrayInputStream(certificates.getBytes(StandardCharsets.US_ASCII)))
            .toArray(new Certificate[0]);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", privateKey, new char[0], chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** One message: its packets' common type, and their payloads joined. */
  private static final class Packet {
    final byte type;
    final byte[] payload;

    Packet(byte type, byte[] payload) {
      this.type = type;
      this.payload = payload;
    }
  }

  /** MS-TDS 2.2.3: messages cut into packets of at most 4096 bytes. */
  private static final class Packets {
    private static final int HEADER = 8;
    private static final int LARGEST_MESSAGE = 1 << 20;
    private final DataInputStream in;
    private final OutputStream out;

    Packets(InputStream in, OutputStream out) {
      this.in = new DataInputStream(in);
      this.out = out;
    }

    /** Reads a message whose first byte may have been read already (else -1). */
    Packet read(int first) throws IOException {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      byte type = first < 0 ? in.readByte() : (byte) first;
      while (true) {
        boolean last = (in.readByte() & 1) != 0;
        int length = in.readUnsignedShort() - HEADER;
        in.readInt();
        if (length < 0 || message.size() + length > LARGEST_MESSAGE) {
          throw new IOException("packet length out of bounds");
        }
        message.write(in.readNBytes(length));
        if (last) {
          return new Packet(type, message.toByteArray());
        }
        in.readByte();
      }
    }

    void write(byte[] message) throws IOException {
      int at = 0;
      int number = 1;
      do {
        int length = Math.min(message.length - at, 4096 - HEADER);
        boolean last = at + length == message.length;
        ByteBuffer packet = ByteBuffer.allocate(HEADER + length);
        packet.put(RESPONSE).put((byte) (last ? 1 : 0)).putShort((short) (HEADER + length));
        packet.putShort((short) 51).put((byte) number++).put((byte) 0);
        out.write(packet.put(message, at, length).array());
        at += length;
      } while (at < message.length);
      out.flush();
    }
  }

  /**
   * What the TLS socket takes for the network: until the handshake is over its bytes travel as the
   * payload of PRELOGIN packets, afterwards as they are.
   */
  private static final class WrappedSocket extends Socket {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean wrapping = true;
    private int left;

    WrappedSocket(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    void unwrapFromNowOn() throws IOException {
      flushPending();
      wrapping = false;
    }

    private void flushPending() throws IOException {
      int length = pending.size();
      if (length > 0) {
        ByteBuffer packet = ByteBuffer.allocate(8 + length);
        packet.put(PRELOGIN).put((byte) 1).putShort((short) (8 + length)).putInt(0);
        out.write(packet.put(pending.toByteArray()).array());
        out.flush();
        pending.reset();
      }
    }

    private int readWrapped(byte[] target, int offset, int length) throws IOException {
      flushPending();
      if (left == 0) {
        byte[] header = in.readNBytes(8);
        if (header.length < 8) {
          return -1;
        }
        left = (ByteBuffer.wrap(header).getShort(2) & 0xffff) - 8;
      }
      int read = in.read(target, offset, Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          return wrapping ? readWrapped(target, offset, length) : in.read(target, offset, length);
        }
      };
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
          if (wrapping) {
            pending.write(source, offset, length);
          } else {
            out.write(source, offset, length);
          }
        }

        @Override
        public void flush() throws IOException {
          out.flush();
        }
      };
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public InetAddress getInetAddress() {
      return socket.getInetAddress();
    }

    @Override
    public int getPort() {
      return socket.getPort();
    }

    @Override
    public int getLocalPort() {
      return socket.getLocalPort();
    }

    @Override
    public boolean isClosed() {
      return socket.isClosed();
    }

    @Override
    public synchronized int getSoTimeout() throws java.net.SocketException {
      return socket.getSoTimeout();
    }

    @Override
    public synchronized void setSoTimeout(int timeout) throws java.net.SocketException {
      socket.setSoTimeout(timeout);
    }

    @Override
    public synchronized void close() throws IOException {
      socket.close();
    }
  }
}
