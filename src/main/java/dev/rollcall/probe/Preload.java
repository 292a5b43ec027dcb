package dev.rollcall.probe;

import dev.rollcall.probe.certificate.TrustRoots;
import dev.rollcall.probe.timing.CpuClock;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Loads the platform's roots and TLS while the catalogue is read: a Java that has just started
 * needs half a second for them. Sends nothing.
 */
public final class Preload implements Runnable {
  @Override
  public void run() {
    try {
      SSLEngine engine = TlsHandshake.engine();
      engine.beginHandshake();
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (SSLException unusable) {
      // The first attempt will report it.
    }
    TrustRoots.Platform.load();
    CpuClock.of(Thread.currentThread());
  }
}
