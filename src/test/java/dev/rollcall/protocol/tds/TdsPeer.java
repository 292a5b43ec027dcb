package dev.rollcall.protocol.tds;

import dev.rollcall.campus.sqlserver.SqlServer;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Pieces of a SQL Server that tests put together. */
final class TdsPeer {
  static final SqlServer.Account ACCOUNT =
      new SqlServer.Account("appsanywhere_user", "Not-A-Secret-1", "appsanywhere");

  private TdsPeer() {}

  /** The whole stand-in, with that certificate. */
  static ServerSocket standIn(boolean strict, TestAuthority.Leaf leaf, Path folder)
      throws IOException {
    String key =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(leaf.key().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    Path pem = Files.createTempFile(folder, "server", ".pem");
    Files.writeString(pem, key + TestAuthority.pem(leaf.chain()));
    return SqlServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), strict, pem, ACCOUNT);
  }

  /** Takes one packet and answers as SQL Server 2022. */
  static void prelogin(Socket socket, int encryption, int instance) throws IOException {
    byte[] header = socket.getInputStream().readNBytes(8);
    if (header.length < 8 || header[0] != 0x12) {
      throw new IOException("no PRELOGIN");
    }
    socket.getInputStream().readNBytes(ByteBuffer.wrap(header).getShort(2) - 8);
    ByteBuffer data = ByteBuffer.allocate(25);
    data.put((byte) 0).putShort((short) 16).putShort((short) 6);
    data.put((byte) 1).putShort((short) 22).putShort((short) 1);
    data.put((byte) 2).putShort((short) 23).putShort((short) 1).put((byte) 0xff);
    data.put((byte) 16).put((byte) 0).putShort((short) 1000).putShort((short) 6);
    data.put((byte) encryption).put((byte) instance);
    packet(socket, data.array(), data.position());
  }

  /** Sends a response packet. */
  static void packet(Socket socket, byte[] message, int length) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(8 + length);
    packet.put((byte) 4).put((byte) 1).putShort((short) packet.capacity()).putInt(0x100);
    socket.getOutputStream().write(packet.put(message, 0, length).array());
    socket.getOutputStream().flush();
  }

  /** The server's side of the handshake inside of packets; what follows it is no test's concern. */
  static SSLSocket handshake(Socket socket, SSLContext context) throws IOException {
    TdsFraming framing = new TdsFraming(socket);
    SSLSocket secured = Peer.startTls(framing, context);
    framing.send();
    return secured;
  }

  /** TLS first, offering that protocol by ALPN. */
  static SSLSocket tlsFirst(Socket socket, String alpn) throws IOException {
    SSLSocket secured =
        (SSLSocket)
            TestAuthority.peer()
                .context()
                .getSocketFactory()
                .createSocket(socket, null, socket.getPort(), true);
    secured.setUseClientMode(false);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {alpn});
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }
}
