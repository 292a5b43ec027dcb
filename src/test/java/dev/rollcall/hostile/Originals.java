package dev.rollcall.hostile;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.probe.Peer;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.Standing;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A stand-in for every protocol, whose answers a hostile server passes on, up to some byte. */
final class Originals implements Closeable {
  private final Map<Part, Standing> standing = new EnumMap<>(Part.class);
  private final Map<Part, Integer> whole = new EnumMap<>(Part.class);

  Originals() throws IOException {
    for (Part part : Part.values()) {
      standing.put(
          part,
          Standing.of(
              part.protocol,
              part.standIn(),
              Optional.empty(),
              StandInLimits.usual().withConnections(256, 256).withDatagrams(1000)));
    }
  }

  /** How many bytes one connection brings in all, as far as they were seen. */
  synchronized int whole(Part part) {
    return whole.getOrDefault(part, 0);
  }

  /** Passes everything to the stand-in, and of its answers so much; 100 is all, and measures. */
  void relay(Part part, Socket client, int percent) throws IOException {
    InetSocketAddress at = at(part);
    int most = percent == 100 ? Integer.MAX_VALUE : Math.max(1, whole(part) * percent / 100);
    try (Socket server = new Socket(at.getAddress(), at.getPort())) {
      Thread up =
          new Thread(
              () -> {
                try (server) {
                  client.getInputStream().transferTo(server.getOutputStream());
                } catch (IOException over) {
                  // One of them has left.
                }
              },
              "relay");
      up.setDaemon(true);
      up.start();
      int passed = pass(server.getInputStream(), client.getOutputStream(), most);
      measured(part, passed);
      if (passed < most) {
        client.shutdownOutput();
      }
      up.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int pass(InputStream in, OutputStream out, int most) {
    byte[] buffer = new byte[8192];
    int passed = 0;
    try {
      while (passed < most) {
        int count = in.read(buffer, 0, Math.min(buffer.length, most - passed));
        if (count < 0) {
          break;
        }
        out.write(buffer, 0, count);
        passed += count;
      }
    } catch (IOException over) {
      // One of them has left.
    }
    return passed;
  }

  private synchronized void measured(Part part, int bytes) {
    whole.merge(part, bytes, Math::max);
  }

  /** A stand-in's datagram, cut. */
  byte[] answer(Part part, byte[] request, int percent) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(5000);
      socket.send(new DatagramPacket(request, request.length, at(part)));
      DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
      socket.receive(answer);
      int length = Math.max(1, answer.getLength() * percent / 100);
      return Arrays.copyOf(answer.getData(), length);
    }
  }

  private InetSocketAddress at(Part part) {
    Standing at = standing.get(part);
    if (at == null) {
      throw new AssertionError(part);
    }
    return at.address();
  }

  /** Has every probe served without a cut, to learn how much one connection brings. */
  void measure() throws IOException {
    for (Part part : Part.values()) {
      if (!part.udp()) {
        try (Peer peer = Peer.serving(socket -> relay(part, socket, 100))) {
          Attempt attempt = part.attempt(peer.address(), Duration.ofSeconds(60));
          assertFalse(attempt.outcome() instanceof Outcome.Failed, attempt::toString);
        }
      }
    }
  }

  @Override
  public void close() {
    standing.values().forEach(Standing::close);
  }
}
