package dev.rollcall.campus.sqlserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Plays the SQL Server Browser (MC-SQLR): tells each instance's port, and meets an unknown instance
 * with silence, as the real one does.
 *
 * <p>Needs the JDK only.
 */
public final class SqlBrowserServer {
  private static final int ALL_BROADCAST = 0x02;
  private static final int ALL = 0x03;
  private static final int ONE = 0x04;
  private static final int ADMINISTRATOR = 0x0f;
  private static final int RESPONSE = 0x05;
  private static final int ADMINISTRATOR_PORT = 1434;
  private static final String SERVER_NAME = "MSSQL";
  private static final String VERSION = "16.0.1000.6";

  private final Map<String, Integer> instances;

  /** Instances by name, with their TCP ports. */
  public SqlBrowserServer(Map<String, Integer> instances) {
    this.instances = new LinkedHashMap<>(instances);
  }

  /** Arguments: address, UDP port, then instances as NAME=PORT. */
  public static void main(String[] args) throws IOException {
    Map<String, Integer> instances = new LinkedHashMap<>();
    for (String instance : Arrays.asList(args).subList(2, args.length)) {
      int equals = instance.indexOf('=');
      instances.put(
          instance.substring(0, equals), Integer.parseInt(instance.substring(equals + 1)));
    }
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(args[0], Integer.parseInt(args[1])))) {
      new SqlBrowserServer(instances).serve(socket);
    }
  }

  /** Answers until the socket is closed. */
  public void serve(DatagramSocket socket) throws IOException {
    DatagramPacket request = new DatagramPacket(new byte[64], 64);
    while (!socket.isClosed()) {
      request.setLength(64);
      socket.receive(request);
      byte[] answer = answer(Arrays.copyOf(request.getData(), request.getLength()));
      if (answer.length > 0) {
        socket.send(new DatagramPacket(answer, answer.length, request.getSocketAddress()));
      }
    }
  }

  /** The answer to a request; empty where the answer is silence. */
  public byte[] answer(byte[] request) {
    if (request.length == 0) {
      return new byte[0];
    }
    return switch (request[0]) {
      case ALL_BROADCAST, ALL ->
          response(instances.keySet().stream().map(this::describe).collect(Collectors.joining()));
      case ONE -> {
        String name = known(name(request, 1));
        yield name.isEmpty() ? new byte[0] : response(describe(name));
      }
      case ADMINISTRATOR -> {
        String name = known(name(request, 2));
        yield name.isEmpty()
            ? new byte[0]
            : little(6)
                .put((byte) RESPONSE)
                .putShort((short) 6)
                .put((byte) 1)
                .putShort((short) ADMINISTRATOR_PORT)
                .array();
      }
      default -> new byte[0];
    };
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String name(byte[] request, int from) {
    int end = from;
    while (end < request.length && request[end] != 0) {
      end++;
    }
    return from > end ? "" : new String(request, from, end - from, StandardCharsets.US_ASCII);
  }

  private String known(String name) {
    return instances.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse("");
  }

  private String describe(String name) {
    return String.format(
        "ServerName;%s;InstanceName;%s;IsClustered;No;Version;%s;tcp;%d;;",
        SERVER_NAME, name, VERSION, instances.get(name));
  }

  private static byte[] response(String text) {
    byte[] data = text.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(little(3).put((byte) RESPONSE).putShort((short) data.length).array());
    out.writeBytes(data);
    return out.toByteArray();
  }
}
