import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sensorOf, sensors } from '../../../../schemas/telemetry/sensors.ts'

test('should keep the order of the state vector', () => {
  const vector = sensors.filter((sensor) => sensor.inVector).map((sensor) => sensor.name)
  assert.equal(vector, [
    ...['cpu_usage', 'gpu_usage', 'gpu_temperature', 'memory_usage', 'swap_usage'],
    ...['latency_p99', 'bandwidth_saturation', 'connection_pool_active', 'connection_pool_max', 'packet_loss'],
    ...['error_rate', 'request_queue', 'response_time_p50', 'response_time_p95', 'response_time_p99', 'throughput'],
    ...['inference_latency', 'batch_efficiency', 'model_drift', 'cache_hit_rate'],
    ...['disk_io_wait', 'database_connections_active', 'database_connections_max', 'query_latency', 'index_efficiency'],
    ...['load_average_1m', 'open_fds', 'retransmit_rate', 'rx_throughput', 'tx_throughput', 'disk_usage', 'disk_iops'],
  ])
})

test('should name each sensor once', () => {
  assert.is(new Set(sensors.map((sensor) => sensor.name)).size, sensors.length)
})

test('should find a sensor by its key, with labels or without', () => {
  assert.is(sensorOf('cpu_usage')?.unit, '%')
  assert.is(sensorOf('disk_usage{mount="/"}')?.direction, 'up')
  assert.is(sensorOf('cache_hit_rate')?.direction, 'down')
  assert.is(sensorOf('constructor'), undefined)
})

test.run()
